#include "render/letter_text.h"

#include "render/plain_line.h"
#include "render/wrap_text.h"

namespace dunning {
namespace {

void add_lines(std::string& text, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) text += line + "\n";
    text += "\n";
}

void add_paragraphs(std::string& text, const std::vector<std::string>& paragraphs) {
    for (const std::string& paragraph : paragraphs) text += paragraph + "\n\n";
}

struct Punctuation {
    std::string_view colon = ": ";
    std::string_view comma = ", ";
};

Punctuation punctuation_of(const Letter& letter) {
    if (letter.language.starts_with("zh")) return {"：", "，"};
    return {};
}

// Indented lines go on below their own first word.
void add_labelled(std::string& text, const std::vector<LetterLine>& lines,
                  const Punctuation& punctuation, std::string_view indent) {
    for (const LetterLine& line : lines) {
        text += indent;
        if (!line.label.empty()) text.append(line.label).append(punctuation.colon);
        text += line.text + "\n";
    }
}

// A row as an item: its invoice, then the other columns in words, since a table would be wider than
// a page of text.
void add_rows(std::string& text, const std::vector<LetterColumn>& columns,
              const std::vector<LetterRow>& rows, const Punctuation& punctuation) {
    for (const LetterRow& row : rows) {
        text += "* " + columns.front().heading + " " + row.cells.front() + "\n  ";
        for (std::size_t n = 1; n < row.cells.size(); ++n) {
            if (n > 1) text += punctuation.comma;
            text.append(columns[n].heading).append(punctuation.colon).append(row.cells[n]);
        }
        text += "\n";
        for (const std::string& note : row.notes) text += "  " + note + "\n";
    }
    text += "\n";
}

void add_annex(std::string& text, const LetterAnnex& annex, const Punctuation& punctuation) {
    text += annex.heading + "\n\n";
    add_paragraphs(text, annex.opening);
    add_rows(text, annex.columns, annex.rows, punctuation);
    add_labelled(text, annex.sums, punctuation, "");
    add_labelled(text, annex.total, punctuation, "");
    text += "\n";
}

}  // namespace

std::string letter_text(const Letter& letter) {
    const Punctuation punctuation = punctuation_of(letter);
    std::string text = letter.sender + "\n\n";
    if (!letter.mark.empty()) add_lines(text, letter.mark);
    add_lines(text, letter.address);
    add_labelled(text, letter.particulars, punctuation, "");
    text += "\n" + letter.subject + "\n\n";
    add_paragraphs(text, letter.opening);
    add_rows(text, letter.columns, letter.rows, punctuation);
    add_labelled(text, letter.sums, punctuation, "");
    add_labelled(text, letter.total, punctuation, "");
    text += "\n";
    add_paragraphs(text, letter.remarks);
    text += letter.payment_heading + "\n";
    add_labelled(text, letter.payment, punctuation, "  ");
    text += "\n";
    add_paragraphs(text, letter.ending);
    add_lines(text, letter.signature);
    if (letter.annex) add_annex(text, *letter.annex, punctuation);
    return wrap_text(text, page_columns);
}

}  // namespace dunning
