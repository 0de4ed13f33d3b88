"""The memo that a leader puts before the board: one content, written as PDF, Word, Markdown and a workbook."""
