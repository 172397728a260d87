#include "render/letter.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "render/plain_line.h"
#include "text/number_format.h"

namespace dunning {
namespace {

// The headed pieces of letter.txt, filled in.
class Pieces {
  public:
    Pieces(const NoticeWriting& writing, const TemplateData& data)
        : writing_(writing), data_(data) {}

    std::vector<std::string> lines(const char* heading) const { return lines(heading, data_); }

    std::vector<std::string> lines(const char* heading, const TemplateData& data) const {
        std::vector<std::string> result;
        for (const std::string_view line : raw_lines(rendered(heading, data))) {
            std::string clean = plain_line(line);
            if (!clean.empty()) result.push_back(std::move(clean));
        }
        return result;
    }

    std::string one_line(const char* heading) const { return plain_line(rendered(heading, data_)); }

    // An empty line ends a paragraph.
    std::vector<std::string> paragraphs(const char* heading) const {
        std::vector<std::string> result;
        std::string paragraph;
        const auto end_paragraph = [&] {
            std::string clean = plain_line(paragraph);
            if (!clean.empty()) result.push_back(std::move(clean));
            paragraph.clear();
        };
        const std::string text = rendered(heading, data_);
        for (const std::string_view line : raw_lines(text)) {
            if (plain_line(line).empty()) end_paragraph();
            paragraph.append(line).append("\n");
        }
        end_paragraph();
        return result;
    }

    std::vector<LetterLine> labelled(const char* heading) const {
        std::vector<LetterLine> result;
        for (const std::string& line : lines(heading)) result.push_back(split(line));
        return result;
    }

  private:
    std::string rendered(const std::string& heading, const TemplateData& data) const {
        const std::string file = "letter.txt[" + heading + "]";
        return writing_.templates.find(writing_.language, file).render(data, Escape::none);
    }

    static std::vector<std::string> raw_lines(const std::string& text) {
        std::vector<std::string> result;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            result.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        return result;
    }

    static LetterLine split(const std::string& line) {
        constexpr std::string_view wide_colon = "：";
        const std::size_t colon = line.find(": ");
        const std::size_t wide = line.find(wide_colon);
        if (colon < wide) return {line.substr(0, colon), line.substr(colon + 2)};
        if (wide == std::string::npos) return {.text = line};
        return {line.substr(0, wide), plain_line(line.substr(wide + wide_colon.size()))};
    }

    const NoticeWriting& writing_;
    const TemplateData& data_;
};

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

void add_invoices(Letter& letter, const NoticeWriting& writing, const Pieces& pieces,
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

}  // namespace

Letter compose_letter(const NoticeWriting& writing, const TemplateData& data) {
    const Pieces pieces(writing, data);
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
    return letter;
}

}  // namespace dunning
