// A letter before it has pages: what stands in it, in the customer's language.
//
// Everything comes from LANGUAGE/letter.txt, interest.txt and the notice's wording; no word is
// written in C++. Each text is one clean line (plain_line). The PDF (letter_pdf.h) and the text
// that `notify show` prints (letter_text.h) are made of the same letter, so they cannot differ.
//
// In [particulars], [sums], [total] and [payment] a line is "Label: text" or "标签：文字"; the
// first colon counts. Labels hold no data but days, which have no colon.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "render/notice_fields.h"
#include "render/payment_code.h"

namespace dunning {

struct LetterLine {
    std::string label = {};
    std::string text;

    friend bool operator==(const LetterLine&, const LetterLine&) = default;
};

enum class ColumnKind { text, number };

struct LetterColumn {
    std::string heading;
    ColumnKind kind = ColumnKind::text;
};

struct LetterRow {
    std::vector<std::string> cells;       // as many as columns
    std::vector<std::string> notes = {};  // below the first cell
};

// A page of its own behind the letter.
struct LetterAnnex {
    std::string heading;
    std::vector<std::string> opening;
    std::vector<LetterColumn> columns = {};
    std::vector<LetterRow> rows = {};
    std::vector<LetterLine> sums;
    std::vector<LetterLine> total;
};

struct Letter {
    std::string id;  // the notice's, "N000001"
    std::string language;
    Date date;
    std::string subject;
    std::string sender;
    std::vector<std::string> mark = {};  // how it is sent: registered, by courier
    std::vector<std::string> address;
    std::vector<LetterLine> particulars;
    std::vector<std::string> opening;  // paragraphs, and so remarks and ending
    std::vector<LetterColumn> columns;
    std::vector<LetterRow> rows;
    std::vector<LetterLine> sums;
    std::vector<LetterLine> total;
    std::vector<std::string> remarks = {};
    std::string payment_heading;
    std::vector<LetterLine> payment;
    std::optional<NoticeCode> code = {};
    std::string code_caption = {};
    std::vector<std::string> ending;
    std::vector<std::string> signature;
    std::string footer;
    std::optional<LetterAnnex> annex = {};  // how interest was computed
};

// `data` is that of FieldSet::notice.
Letter compose_letter(const NoticeWriting& writing, const TemplateData& data);

}  // namespace dunning
