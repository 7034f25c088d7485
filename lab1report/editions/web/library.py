"""Says where Plotly.js lies, which draws the interactive plots; README.md is about its origin."""

from pathlib import Path

PLOTLY = Path(__file__).parent / "plotly" / "plotly-basic.min.js"
