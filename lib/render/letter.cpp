#include "render/letter.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "render/letter_pieces.h"
#include "render/plain_line.h"
#include "text/number_format.h"

namespace dunning {
namespace {

struct Column {
    const char* heading;
    ColumnKind kind;
    std::string (*cell)(const NoticeLine& line, const TemplateData& row, std::string_view language);
};

std::string amount_cell(const Money& amount, std::string_view language) {
    return format_amount(amount, language);
}

constexpr Column columns[] = {
    {"column_invoice", ColumnKind::text,
     [](const NoticeLine& line, const TemplateData&, std::string_view) {
         return plain_line(line.invoice);
     }},
    {"column_issued", ColumnKind::text,
     [](const NoticeLine& line, const TemplateData&, std::string_view language) {
         return format_short_date(line.issued, language);
     }},
    {"column_due", ColumnKind::text,
     [](const NoticeLine& line, const TemplateData&, std::string_view language) {
         return format_short_date(line.due, language);
     }},
    {"column_overdue", ColumnKind::number,
     [](const NoticeLine&, const TemplateData& row, std::string_view) {
         return row.values.at("days_overdue");
     }},
    {"column_amount", ColumnKind::number,
     [](const NoticeLine& line, const TemplateData&, std::string_view language) {
         return amount_cell(line.amount, language);
     }},
    {"column_open", ColumnKind::number,
     [](const NoticeLine& line, const TemplateData&, std::string_view language) {
         return amount_cell(line.open, language);
     }},
    {"column_interest", ColumnKind::number,
     [](const NoticeLine& line, const TemplateData&, std::string_view language) {
         return amount_cell(line.interest, language);
     }},
};

// The column of interest is there when interest is claimed.
std::span<const Column> columns_of(const Notice& notice) {
    const std::span all(columns);
    return notice.interest.is_zero() ? all.first(all.size() - 1) : all;
}

void add_invoices(Letter& letter, const NoticeWriting& writing, const LetterPieces& pieces,
                  const TemplateData& data) {
    const Notice& notice = writing.context.notice;
    const std::vector<TemplateData>& rows = data.lists.at("invoices");
    for (const Column& column : columns_of(notice)) {
        letter.columns.push_back({pieces.one_line(column.heading), column.kind});
    }
    for (std::size_t n = 0; n < notice.lines.size(); ++n) {
        LetterRow row;
        for (const Column& column : columns_of(notice)) {
            row.cells.push_back(column.cell(notice.lines[n], rows.at(n), writing.language));
        }
        row.notes = pieces.lines("invoice_note", rows.at(n));
        letter.rows.push_back(std::move(row));
    }
}

constexpr std::pair<const char*, const char*> annex_texts[] = {
    {"column_invoice", "segment_invoice"},
    {"column_from", "segment_from"},
    {"column_to", "segment_to"}};
constexpr std::pair<const char*, const char*> annex_numbers[] = {
    {"column_days", "segment_days"},
    {"column_balance", "segment_balance"},
    {"column_rate", "segment_rate"},
    {"column_interest", "segment_interest"}};

// Segment by segment; nothing when the notice does not state it.
std::optional<LetterAnnex> interest_annex(const NoticeWriting& writing, const TemplateData& data) {
    const std::vector<TemplateData>& segments = data.lists.at("interest_segments");
    if (segments.empty()) return std::nullopt;
    const LetterPieces pieces(writing.templates, writing.language, "interest.txt", data);
    LetterAnnex annex{.heading = pieces.one_line("heading"),
                      .opening = pieces.paragraphs("opening"),
                      .sums = pieces.labelled("sums"),
                      .total = pieces.labelled("total")};
    annex.rows.resize(segments.size());
    const auto add_column = [&](const auto& column, ColumnKind kind) {
        annex.columns.push_back({pieces.one_line(column.first), kind});
        for (std::size_t n = 0; n < segments.size(); ++n) {
            annex.rows[n].cells.push_back(segments[n].values.at(column.second));
        }
    };
    for (const auto& column : annex_texts) add_column(column, ColumnKind::text);
    for (const auto& column : annex_numbers) add_column(column, ColumnKind::number);
    return annex;
}

}  // namespace

Letter compose_letter(const NoticeWriting& writing, const TemplateData& data) {
    const LetterPieces pieces(writing.templates, writing.language, "letter.txt", data);
    Letter letter{.id = plain_line(writing.context.id),
                  .language = writing.language,
                  .date = writing.context.notice.date,
                  .subject = data.values.at("subject"),
                  .sender = pieces.one_line("sender"),
                  .mark = pieces.lines("mark"),
                  .address = pieces.lines("address"),
                  .particulars = pieces.labelled("particulars"),
                  .opening = pieces.paragraphs("opening"),
                  .columns = {},
                  .rows = {},
                  .sums = pieces.labelled("sums"),
                  .total = pieces.labelled("total"),
                  .remarks = pieces.paragraphs("remarks"),
                  .payment_heading = pieces.one_line("payment_heading"),
                  .payment = pieces.labelled("payment"),
                  .code = payment_code(writing.context),
                  .code_caption = pieces.one_line("code_caption"),
                  .ending = pieces.paragraphs("ending"),
                  .signature = pieces.lines("signature"),
                  .footer = pieces.one_line("footer")};
    add_invoices(letter, writing, pieces, data);
    letter.annex = interest_annex(writing, data);
    return letter;
}

}  // namespace dunning
