"""The colours of figures and plots, on paper and on pages.

Okabe & Ito (2008), "Color Universal Design": told apart with any colour vision. Grey print and
black-and-white copies are served by line styles, markers and hatches beside the colours.
"""

BLACK = "#000000"
BLUE = "#0072B2"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#8C8C8C"
