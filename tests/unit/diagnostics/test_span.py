from readiness.diagnostics import Span


def test_spans_are_ordered_by_file_and_then_by_place():
    spans = [Span("b", 1, 1, 1, 2), Span("a", 10, 1, 10, 2), Span("a", 2, 3, 2, 4), Span("a", 2, 1, 2, 9)]
    assert [str(span) for span in sorted(spans)] == ["a:2:1", "a:2:3", "a:10:1", "b:1:1"]
