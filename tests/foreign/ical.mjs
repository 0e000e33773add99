// Reads calendars with ical.js and prints, for each, its events and their occurrences.
// Given on standard input: {"until": "2028-01-01", "calendars": {name: text}}.

import { createRequire } from "node:module";
import { join } from "node:path";
import { readFileSync } from "node:fs";

const modules = process.env.PLANNER_NODE_MODULES ?? join(import.meta.dirname, "node_modules");
const ICAL = createRequire(join(modules, "any.cjs"))("ical.js");

const given = JSON.parse(readFileSync(0, "utf8"));
const until = ICAL.Time.fromDateString(given.until);

function told(component) {
  const event = new ICAL.Event(component);
  const occurrences = [];
  const dates = event.iterator();
  for (let next = dates.next(); next && next.compare(until) < 0; next = dates.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    occurrences.push([startDate.toString(), endDate.subtractDate(startDate).toSeconds() / 60]);
  }
  return {
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    zone: event.startDate.zone.tzid,
    alarms: component.getAllSubcomponents("valarm").map((alarm) => [
      alarm.getFirstPropertyValue("action"),
      alarm.getFirstPropertyValue("trigger").toString(),
      alarm.getFirstPropertyValue("description"),
    ]),
    occurrences,
  };
}

const answer = {};
for (const [name, text] of Object.entries(given.calendars)) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  answer[name] = {
    method: calendar.getFirstPropertyValue("method"),
    events: calendar.getAllSubcomponents("vevent").map(told),
  };
}
console.log(JSON.stringify(answer));
