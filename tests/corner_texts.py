"""Texts at the edges of what is read as a quantity or a time, and just beyond them."""

SIXTY_FOUR = "000000000001 hours 00000001 minute to 000000002 hours before bed"
"""As many characters as are read."""

CORNERS = [
    # numbers
    "0 mg", "0.0 mg", "0.01 mg", "00 %", "0 EUR", "0 capsules", "1.0 g", "01 g", ".5 g", "5. g",
    "123456789012 mg", "1234567890123 mg", "1.23456789012 mg", "1.234567890123 mg", "1,5 g",
    "123456789012 %", "000000000012 %", "0000000000012 %", "000000000012 EUR",
    "1234567890123 EUR",
    # units
    f"1 {'x' * 20}", f"1 {'x' * 21}", "1 IU", "1 \u00b5g", "1 \u03bcg", "1 \u00b5G", "1 \u00b5",
    "1 MG", "1 Capsules", "1 capsuless", "1 gummies", "1 gummys", "1 mL", "1 ml", "1 mEq",
    "1 micrograms", "1 grams",
    # spaces
    "1mg", "1\u00a0mg", "1 \u202f mg", " 1 mg ", "1\tmg", "1 mg\n", "\n1 mg", "5 %\n", "21:00\n",
    "1 EUR\n", "at bedtime\n", "1 h before bed\n", "undisclosed\n", "\tUnDisclosed\u3000",
    "un disclosed",
    # percentages
    "100 %", "100.0 %", "100.1 %", "101 %", "99.99 %", "1000 %", "0100 %", "5%", "min. 5 %",
    "min.5%", "min 5 %", "min5 %", "MIN.  5 %", ">= 5 %", ">=5 %", "\u22655 %", "> 5 %",
    "min. >= 5 %", "min. 101 %",
    # prices
    "1 EUR", "1EUR", "1 eur", "1 EU", "1 EURO", "18.90 EUR",
    # the clock
    "0:00", "00:00", "7:00", "23:59", "24:00", "23:60", "7:5", "07:005", "1 am", "12 pm",
    "12:59 PM", "0 am", "13 pm", "00:30 am", "01:30 pm", "9pm", "9 p m", "9", "9 p", "21",
    "021:00", "12:60 am",
    # before bed
    "at bedtime", "AT  Bedtime", "atbedtime", "bedtime", "0 min before bed", "0 h before bed",
    "1439 min before bed", "1440 min before bed", "1400 min before bed", "999 min before bed",
    "23.95 h before bed", "24 h before bed", "23 h 59 min before bed", "24 h 1 min before bed",
    "1.05 h before bed", "1.5 h before bed", "1.55 h before bed", "1.51 h before bed",
    "1.500 h before bed", "1.005 h before bed", "30.0 min before bed", "30.5 min before bed",
    "1 h 59 min before bed", "1 h 60 min before bed", "1.0 h 5 min before bed",
    "1 h 5.0 min before bed", "1h30min before bed", "1 hour 5 minutes before bed",
    "1 hrs before bed", "2 HOURS BEFORE BED", "1 hour", "before bed", "1 to 2 h before bed",
    "2 to 1 h before bed", "1.5 to 2 h before bed", "1.51 to 2 h before bed",
    "1.5 to 30 min before bed", "60 to 120 min before bed", "60 to 1440 min before bed",
    "24 to 1 h before bed", "60 min to 2 h before bed", "1 to 1 h 30 min before bed",
    "1 h to 1 h 30 min before bed", "1 to 2 to 3 h before bed", "1 h to before bed",
    "1-2 h before bed", "1 before bed", "1 to 2 before bed", "000000000001 h before bed",
    "0000000000001 h before bed", "0.50000000000 h before bed", "0.500000000000 h before bed",
    SIXTY_FOUR, SIXTY_FOUR.replace("to 0", "to 00"), SIXTY_FOUR.replace("1 minute", "01 minute"),
    SIXTY_FOUR.replace(" to ", "   to   "), "", " ",
]  # fmt: skip
