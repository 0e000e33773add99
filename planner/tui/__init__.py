"""The screen: what a person sees and presses; it shows what the judge says and judges nothing."""

import os

# Textual paints at the next tick of a clock. With the usual 60 ticks a second a verdict would wait
# for up to 16 ms after it is known.
os.environ.setdefault("TEXTUAL_FPS", "120")
