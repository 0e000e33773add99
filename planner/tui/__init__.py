"""The screen: what a person sees and presses; it shows what the judge says and judges nothing."""
