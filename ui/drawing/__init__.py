"""The parts that charts are drawn with, and one module for each chart; `ui.charts` is the door to them."""
