#include "render/letter_pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/joined.h"
#include "render/letter_table.h"
#include "render/swiss_slip.h"

namespace dunning {
namespace {

constexpr double text_size = 10;
constexpr double small_size = 7.5;
constexpr double paragraph_gap = 6;
constexpr double section_gap = 10;
constexpr TextStyle plain{.size = text_size};
constexpr TextStyle bold{.size = text_size, .weight = Weight::bold};
// What stands at a fixed place is cut rather than run into its neighbours.
constexpr int few_lines = 2;
constexpr int some_lines = 6;
constexpr double footer_above_slip = swiss_slip_top - swiss_slip_advice - millimetres(8);

class LetterPages {
  public:
    LetterPages(const Letter& letter, const Typesetter& typesetter)
        : letter_(letter), typesetter_(typesetter) {}

    std::vector<Page> lay_out() {
        add_head();
        add_address();
        add_particulars();
        add_marks();
        flow_.move_to(millimetres(98.5));
        add_title(letter_.subject);
        add_paragraphs(letter_.opening);
        if (!letter_.columns.empty()) {
            add_table(flow_, typesetter_, {letter_.columns, letter_.rows});
        }
        add_sums(letter_.sums, letter_.total);
        add_paragraphs(letter_.remarks);
        add_payment();
        add_paragraphs(letter_.ending);
        add_signature();
        if (letter_.annex) add_annex(*letter_.annex);
        if (has_slip()) add_slip();
        std::vector<Page> pages = flow_.pages();
        add_footers(pages);
        return pages;
    }

  private:
    void add_head() {
        const TextStyle style{.size = 14, .weight = Weight::bold, .most_lines = 1};
        flow_.place(typesetter_.set(letter_.sender, style, text_width), left_margin,
                    millimetres(20));
    }

    // The largest size at which all of it shows in the window; lines that do not fit even at the
    // smallest one are left out rather than printed over the text.
    void add_address() {
        constexpr double left = left_margin;
        constexpr double width = millimetres(75);
        constexpr double remarks_end = millimetres(62.7);
        constexpr double recipient_end = millimetres(90);
        const TextStyle tiny{.size = 6.5, .most_lines = 1};
        const TextBlock sender = typesetter_.set(letter_.sender, tiny, width);
        constexpr double return_line_end = millimetres(50);
        flow_.place(sender, left, return_line_end - sender.height() - 1);
        flow_.place_rule(left, left + width, return_line_end, 0.25);
        const TextBlock mark = typesetter_.set(joined(letter_.mark, "\n"), bold, width);
        flow_.place(mark, left, remarks_end - mark.height());
        place_fitting(joined(letter_.address, "\n"), left, width, remarks_end, recipient_end);
    }

    void place_fitting(const std::string& text, double left, double width, double top, double end) {
        TextBlock block;
        for (const double size : {text_size, 9.0, 8.0, 7.0, 6.0}) {
            block = typesetter_.set(text, {.size = size}, width);
            if (top + block.height() <= end) break;
        }
        flow_.place_until(block, left, top, end);
    }

    void add_particulars() {
        constexpr double left = millimetres(125);
        constexpr double label_width = millimetres(30);
        constexpr double value_width = page_width - right_margin - left - label_width;
        double y = millimetres(50);
        for (const LetterLine& line : letter_.particulars) {
            const TextBlock label =
                typesetter_.set(line.label, {.size = 8, .most_lines = few_lines}, label_width - 4);
            const TextBlock value =
                typesetter_.set(line.text, {.size = 9, .most_lines = few_lines}, value_width);
            const double height = std::max(label.height(), value.height());
            if (y + height > millimetres(95)) return;
            flow_.place(label, left, y + 1);
            flow_.place(value, left + label_width, y);
            y += height + 1;
        }
    }

    void add_marks() {
        constexpr double left = millimetres(5);
        for (const double y : {105.0, 210.0}) {
            flow_.place_rule(left, left + millimetres(4), millimetres(y), 0.25);
        }
        flow_.place_rule(left, left + millimetres(6), millimetres(148.5), 0.25);
    }

    void add_title(const std::string& title) {
        const TextStyle style{.size = 11, .weight = Weight::bold, .most_lines = some_lines};
        flow_.add(typesetter_.set(title, style, text_width), left_margin);
        flow_.skip(section_gap);
    }

    void add_annex(const LetterAnnex& annex) {
        flow_.new_page();
        add_title(annex.heading);
        add_paragraphs(annex.opening);
        add_table(flow_, typesetter_, {annex.columns, annex.rows});
        add_sums(annex.sums, annex.total);
    }

    // A Swiss code has a place of its own, the payment part.
    bool has_slip() const { return letter_.code && letter_.code->bill; }

    // At the foot of the last page, or of one more when that is not free.
    void add_slip() {
        if (flow_.y() > footer_above_slip - paragraph_gap) flow_.new_page();
        add_swiss_slip(flow_.last_page(), *letter_.code->bill, letter_.language);
    }

    void add_paragraphs(const std::vector<std::string>& paragraphs) {
        for (const std::string& paragraph : paragraphs) {
            flow_.add(typesetter_.set(paragraph, plain, text_width), left_margin);
            flow_.skip(paragraph_gap);
        }
    }

    struct Labelled {
        TextBlock label;
        TextBlock value;
        double height() const { return std::max(label.height(), value.height()); }
    };

    Labelled labelled(const LetterLine& line, TextStyle style, double label_width,
                      double value_width) const {
        style.most_lines = some_lines;
        TextStyle label_style = style;
        label_style.side = Side::left;
        return {typesetter_.set(line.label, label_style, label_width),
                typesetter_.set(line.text, style, value_width)};
    }

    static double height_of(const std::vector<Labelled>& lines) {
        double height = 0;
        for (const Labelled& line : lines) height += line.height() + 2;
        return height;
    }

    void add_labelled(const std::vector<Labelled>& lines, double label_left, double value_left) {
        for (const Labelled& line : lines) {
            flow_.place(line.label, label_left, flow_.y());
            flow_.place(line.value, value_left, flow_.y());
            flow_.skip(line.height() + 2);
        }
    }

    // Below the amounts of the table, and never on another page than the total.
    void add_sums(const std::vector<LetterLine>& sum_lines,
                  const std::vector<LetterLine>& total_lines) {
        constexpr double label_width = millimetres(62);
        constexpr double value_width = millimetres(46);
        constexpr double value_left = page_width - right_margin - value_width;
        constexpr double label_left = value_left - label_width - 4;
        std::vector<Labelled> sums;
        std::vector<Labelled> totals;
        TextStyle sum_style = plain;
        TextStyle total_style = bold;
        sum_style.side = total_style.side = Side::right;
        for (const LetterLine& line : sum_lines) {
            sums.push_back(labelled(line, sum_style, label_width, value_width));
        }
        for (const LetterLine& line : total_lines) {
            totals.push_back(labelled(line, total_style, label_width, value_width));
        }
        flow_.skip(paragraph_gap);
        flow_.keep_together(height_of(sums) + height_of(totals) + 4);
        add_labelled(sums, label_left, value_left);
        flow_.place_rule(label_left, page_width - right_margin, flow_.y() + 1, 0.8);
        flow_.skip(4);
        add_labelled(totals, label_left, value_left);
        flow_.skip(section_gap);
    }

    // The code stands to the right of what it says.
    void add_payment() {
        constexpr double label_width = millimetres(38);
        const auto code = placed_code();
        const double code_width = code ? quiet_side(*code) + 8 : 0;
        const TextBlock heading = typesetter_.set(letter_.payment_heading, bold, text_width);
        const TextBlock caption =
            typesetter_.set(code ? letter_.code_caption : "",
                            {.size = small_size, .most_lines = few_lines}, code_width);
        std::vector<Labelled> lines;
        for (const LetterLine& line : letter_.payment) {
            lines.push_back(
                labelled(line, plain, label_width - 6, text_width - label_width - code_width));
        }
        const double lines_height = heading.height() + 3 + height_of(lines);
        const double code_height = code ? quiet_side(*code) + caption.height() : 0;
        const double height = std::max(lines_height, code_height);
        flow_.keep_together(height);
        const double top = flow_.y();
        flow_.add(heading, left_margin);
        flow_.skip(3);
        add_labelled(lines, left_margin, left_margin + label_width);
        if (code) {
            const double quiet = (quiet_side(*code) - code->side) / 2;
            const double left = page_width - right_margin - code->side - quiet;
            flow_.place(caption, left, top + quiet_side(*code));
            PlacedCode placed = *code;
            placed.left = left;
            placed.top = top + quiet;
            flow_.place_code(placed);
        }
        flow_.move_to(top + height + section_gap);
    }

    // Large enough for a telephone, with the four modules of white that ISO/IEC 18004 wants.
    std::optional<PlacedCode> placed_code() const {
        if (!letter_.code || has_slip()) return std::nullopt;
        auto code = encode_qr(letter_.code->payload, letter_.code->kind);
        if (!code) return std::nullopt;
        return PlacedCode{.code = *std::move(code),
                          .kind = letter_.code->kind,
                          .left = 0,
                          .top = 0,
                          .side = millimetres(32)};
    }

    static double quiet_side(const PlacedCode& code) {
        constexpr double quiet_modules = 8;  // four on each side
        return code.side * (1 + quiet_modules / code.code.size());
    }

    void add_signature() {
        flow_.skip(paragraph_gap);
        const TextBlock block = typesetter_.set(joined(letter_.signature, "\n"), plain, text_width);
        flow_.keep_together(block.height());
        flow_.add(block, left_margin);
    }

    void add_footers(std::vector<Page>& pages) const {
        constexpr double number_width = millimetres(25);
        constexpr TextStyle left_style{.size = small_size, .most_lines = 1};
        constexpr TextStyle right_style{.size = small_size, .side = Side::right};
        const TextBlock footer =
            typesetter_.set(letter_.footer, left_style, text_width - number_width);
        std::size_t number = 0;
        for (Page& page : pages) {
            const bool is_above_slip = has_slip() && &page == &pages.back();
            const double top = is_above_slip ? footer_above_slip : page_height - millimetres(15);
            const std::string text = fmt::format("{} / {}", ++number, pages.size());
            const TextBlock block = typesetter_.set(text, right_style, number_width);
            page.texts.push_back({footer, left_margin, top, 0, footer.lines().size()});
            page.texts.push_back(
                {block, page_width - right_margin - number_width, top, 0, block.lines().size()});
        }
    }

    const Letter& letter_;
    const Typesetter& typesetter_;
    PageFlow flow_;
};

}  // namespace

std::vector<Page> lay_out(const Letter& letter, const Typesetter& typesetter) {
    return LetterPages(letter, typesetter).lay_out();
}

}  // namespace dunning
