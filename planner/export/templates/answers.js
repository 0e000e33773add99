(() => {
  "use strict";
  const section = document.getElementById("answers");
  if (!section) return;
  const facts = section.dataset;
  const rows = [...section.querySelectorAll(".answer")].map((box) => ({
    key: box.dataset.entry,
    name: box.dataset.name,
    choices: [...box.querySelectorAll("input")],
    note: box.querySelector("textarea"),
    clear: box.querySelector(".clear"),
  }));
  const general = document.getElementById("note-general");
  const byHand = document.getElementById("answers-by-hand");
  const drafts = `planner-answers-${facts.sha256}`;
  const words = { continue: "continue", change: "change", stop: "stop", ask: "ask me" };

  const say = (text) => {
    document.getElementById("answers-said").textContent = text;
  };
  const chosen = (row) => row.choices.find((choice) => choice.checked)?.value ?? null;

  function answers() {
    return rows
      .map((row) => ({ entry: row.key, answer: chosen(row), note: row.note.value.trim() }))
      .filter((each) => each.answer !== null || each.note !== "");
  }

  function file() {
    return {
      format: 1,
      kind: "planner-answers",
      plan: facts.plan,
      version: Number(facts.version),
      sha256: facts.sha256,
      title: facts.title,
      answers: answers(),
      note: general.value.trim(),
    };
  }

  function text() {
    const given = file();
    const names = new Map(rows.map((row) => [row.key, row.name]));
    const said = given.answers.map((each) => {
      const answer = each.answer === null ? "no answer" : words[each.answer];
      return `${names.get(each.entry)}: ${answer}${each.note && `. ${each.note}`}`;
    });
    if (given.note) said.push(`Anything else: ${given.note}`);
    const about = `Answers to: ${facts.title}\n${facts.edition}, fingerprint ${facts.fingerprint}`;
    return `${about}\n\n${said.join("\n")}\n`;
  }

  function isEmpty() {
    const given = file();
    return given.answers.length === 0 && given.note === "";
  }

  function offerClearing() {
    for (const row of rows) row.clear.hidden = chosen(row) === null;
  }

  // so that a long note can be read, and is printed whole
  function grow(field) {
    field.rows = 1;
    while (field.rows < 30 && field.scrollHeight > field.clientHeight) field.rows += 1;
  }

  function growAll() {
    for (const row of rows) grow(row.note);
    grow(general);
  }

  // A draft is a convenience: where a browser forbids it, everything else still works.
  function keep() {
    try {
      if (isEmpty()) localStorage.removeItem(drafts);
      else localStorage.setItem(drafts, JSON.stringify(file()));
    } catch {
      return;
    }
  }

  function fillIn() {
    try {
      const draft = JSON.parse(localStorage.getItem(drafts) ?? "null");
      if (draft === null) return;
      for (const each of draft.answers) {
        const row = rows.find((found) => found.key === each.entry);
        if (!row) continue;
        for (const choice of row.choices) choice.checked = choice.value === each.answer;
        row.note.value = each.note;
      }
      general.value = draft.note;
      say("Your answers from last time are filled in again.");
    } catch {
      return;
    }
  }

  function save() {
    if (isEmpty()) {
      say("Nothing is marked yet, so that there is nothing to save.");
      return;
    }
    const data = `${JSON.stringify(file(), null, 2)}\n`;
    const address = URL.createObjectURL(new Blob([data], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${facts.stem}-answers.json`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    say(`The answer file is saved among your downloads as ${link.download}.`);
  }

  function showByHand() {
    const field = document.getElementById("answers-text");
    byHand.hidden = false;
    field.value = text();
    field.focus();
    field.select();
    say("This browser does not let a page copy. The text stands below, to copy by hand.");
  }

  async function copy() {
    if (isEmpty()) {
      say("Nothing is marked yet, so that there is nothing to copy.");
      return;
    }
    try {
      await navigator.clipboard.writeText(text());
      say("Your answers are copied as text. Paste them into a message.");
    } catch {
      showByHand();
    }
  }

  section.addEventListener("input", () => {
    growAll();
    offerClearing();
    keep();
    say("");
  });
  for (const row of rows) {
    row.clear.setAttribute("aria-label", `Clear the answer for ${row.name}`);
    row.clear.addEventListener("click", () => {
      for (const choice of row.choices) choice.checked = false;
      row.choices[0].focus();
      offerClearing();
      keep();
      say(`The answer for ${row.name} is cleared.`);
    });
  }
  document.getElementById("save-answers").addEventListener("click", save);
  document.getElementById("copy-answers").addEventListener("click", copy);
  section.querySelector(".saving").hidden = false;
  section.querySelector(".by-hand").hidden = true;
  fillIn();
  growAll();
  offerClearing();
})();
