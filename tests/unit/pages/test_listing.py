from lab1report.pages.listing import Piece, highlight

SOURCE = '''
@decorator
def f(x):
    """Первая строка.

    Вторая."""
    return x  # ответ

'''


def test_highlighting_keeps_every_character() -> None:
    lines = highlight(SOURCE)
    assert ["".join(piece.text for piece in line) for line in lines] == SOURCE.strip().split("\n")


def test_pieces_know_their_colour() -> None:
    lines = highlight(SOURCE)
    assert Piece("keyword", "def ") in lines[1]
    assert Piece("comment", "# ответ") in lines[5]
    assert all(piece.css == "string" for piece in lines[4] if piece.text.strip())


def test_neighbours_of_one_colour_are_one_piece() -> None:
    assert highlight("a + b") == ((Piece("", "a + b"),),)
