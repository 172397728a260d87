#include "render/swiss_slip.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/check.h"

namespace dunning {
namespace {

// Annex D of the guidelines.
struct SlipWords {
    std::string_view language;
    const char* payment_part;
    const char* receipt;
    const char* account;
    const char* reference;
    const char* message;
    const char* payable_by;
    const char* payable_by_whom;  // where the payer fills it in
    const char* currency;
    const char* amount;
    const char* acceptance_point;
    const char* separate;
};

constexpr std::array all_words{
    SlipWords{"en", "Payment part", "Receipt", "Account / Payable to", "Reference",
              "Additional information", "Payable by", "Payable by (name/address)", "Currency",
              "Amount", "Acceptance point", "Separate before paying in"},
    SlipWords{"de", "Zahlteil", "Empfangsschein", "Konto / Zahlbar an", "Referenz",
              "Zusätzliche Informationen", "Zahlbar durch", "Zahlbar durch (Name/Adresse)",
              "Währung", "Betrag", "Annahmestelle", "Vor der Einzahlung abzutrennen"},
    SlipWords{"fr", "Section paiement", "Récépissé", "Compte / Payable à", "Référence",
              "Informations supplémentaires", "Payable par", "Payable par (nom/adresse)", "Monnaie",
              "Montant", "Point de dépôt", "A détacher avant le versement"},
    SlipWords{"it", "Sezione pagamento", "Ricevuta", "Conto / Pagabile a", "Riferimento",
              "Informazioni supplementari", "Pagabile da", "Pagabile da (nome/indirizzo)", "Valuta",
              "Importo", "Punto di accettazione", "Da staccare prima del versamento"},
};

const SlipWords& words_of(std::string_view language) {
    const std::string_view primary = language.substr(0, language.find('-'));
    const auto* const found = std::ranges::find(all_words, primary, &SlipWords::language);
    return found == all_words.end() ? all_words.front() : *found;
}

// A blank before every group but the first, counted from the end when that group may be shorter.
std::string grouped(std::string_view text, std::size_t width, std::size_t first) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at > 0 && at >= first && (at - first) % width == 0) result += ' ';
        result += text[at];
    }
    return result;
}

std::vector<std::string> address_lines(const BillAddress& address) {
    const bool is_domestic = address.country == "CH" || address.country == "LI";
    std::vector<std::string> lines{address.name};
    if (!address.street.empty()) lines.push_back(address.street);
    if (!address.street.empty() && !address.house.empty()) lines.back() += " " + address.house;
    lines.push_back((is_domestic ? "" : address.country + "-") + address.postal_code + " " +
                    address.city);
    return lines;
}

// How one of the two parts is set.
struct PartStyle {
    double heading;  // size of letters
    double text;
    int most_lines = 0;  // of each piece of text; see TextStyle
};

struct SlipSection {
    const char* heading;
    std::vector<std::string> lines;  // none: left free for the payer
};

struct Box {
    double left;
    double top;
    double width;
    double height;
};

class SwissSlip {
  public:
    SwissSlip(Page& page, const SwissBill& bill, const SlipWords& words)
        : page_(page), bill_(bill), words_(words) {}

    void add() {
        std::erase_if(page_.rules, [](const PlacedRule& rule) {
            return rule.y >= swiss_slip_top - swiss_slip_advice;
        });
        add_separation();
        add_receipt();
        add_payment_part();
    }

  private:
    static constexpr double margin = millimetres(5);
    static constexpr double receipt_width = millimetres(62);
    static constexpr double title_size = 11;

    static double down(double from_top) { return swiss_slip_top + millimetres(from_top); }

    void add_separation() {
        constexpr double hairline = 0.5;
        page_.lines.push_back({0, swiss_slip_top, page_width, swiss_slip_top, hairline});
        page_.lines.push_back(
            {receipt_width, swiss_slip_top, receipt_width, page_height, hairline});
        const TextBlock advice = typesetter_.set(words_.separate, {.size = 8}, page_width);
        place(advice, (page_width - advice.width()) / 2, swiss_slip_top - advice.height() - 2);
    }

    void add_receipt() {
        constexpr PartStyle style{.heading = 6, .text = 8};
        constexpr double width = receipt_width - 2 * margin;
        add_title(words_.receipt, margin);
        add_sections(sections(false), style, {margin, down(12), width, millimetres(56)},
                     {0, 0, millimetres(52), millimetres(20)});
        add_amount(style, margin, millimetres(13));
        TextStyle right{.size = 6, .weight = Weight::bold, .side = Side::right};
        place(typesetter_.set(words_.acceptance_point, right, width), margin, down(82));
    }

    void add_payment_part() {
        constexpr PartStyle style{.heading = 8, .text = 10};
        constexpr double left = receipt_width + margin;
        constexpr double information_left = receipt_width + millimetres(56);
        add_title(words_.payment_part, left);
        auto code = encode_qr(swiss_payload(bill_).value(), PaymentCode::swiss);
        DUNNING_CHECK(code.has_value());  // every bill that the standard allows fits
        page_.codes.push_back({.code = *std::move(code),
                               .kind = PaymentCode::swiss,
                               .left = left,
                               .top = down(17),
                               .side = millimetres(46)});
        add_amount(style, left, millimetres(15));
        add_sections(sections(true), style,
                     {information_left, down(5), millimetres(87), millimetres(85)},
                     {0, 0, millimetres(65), millimetres(25)});
    }

    void add_title(const char* title, double left) {
        place(typesetter_.set(title, {.size = title_size, .weight = Weight::bold}, any), left,
              down(5));
    }

    void add_amount(const PartStyle& style, double left, double currency_width) {
        const TextStyle bold{.size = style.heading, .weight = Weight::bold};
        const TextBlock currency = typesetter_.set(words_.currency, bold, any);
        place(currency, left, down(68));
        place(typesetter_.set(words_.amount, bold, any), left + currency_width, down(68));
        const double below = down(68) + currency.height() + 2;
        const TextStyle plain{.size = style.text};
        place(typesetter_.set(std::string(bill_.amount.currency().code()), plain, any), left,
              below);
        place(typesetter_.set(slip_amount(bill_.amount), plain, any), left + currency_width, below);
    }

    // The receipt has no additional information.
    std::vector<SlipSection> sections(bool with_message) const {
        std::vector<SlipSection> all{{words_.account, address_lines(bill_.creditor)}};
        all.front().lines.insert(all.front().lines.begin(), grouped(bill_.iban, 4, 4));
        if (!bill_.reference.empty()) {
            all.push_back({words_.reference, {slip_reference(bill_.reference)}});
        }
        if (with_message && !bill_.message.empty()) {
            all.push_back({words_.message, {bill_.message}});
        }
        all.push_back(bill_.debtor ? SlipSection{words_.payable_by, address_lines(*bill_.debtor)}
                                   : SlipSection{words_.payable_by_whom, {}});
        return all;
    }

    // Set smaller until all of it fits, down to the six points that the standard still allows; then
    // what takes more than two lines ends with an ellipsis, as names and streets may.
    void add_sections(const std::vector<SlipSection>& all, PartStyle style, const Box& room,
                      const Box& blank) {
        constexpr double smallest = 6;
        while (flow(all, style, room, blank, Drawing::measure) > room.height &&
               style.most_lines == 0) {
            if (style.text <= smallest) style.most_lines = 2;
            style.text = std::max(smallest, style.text - 0.5);
            style.heading = std::max(smallest, style.heading - 0.5);
        }
        flow(all, style, room, blank, Drawing::place);
    }

    enum class Drawing { measure, place };

    // Its height, without the gap below the last section.
    double flow(const std::vector<SlipSection>& all, const PartStyle& style, const Box& room,
                const Box& blank, Drawing drawing) {
        double y = room.top;
        const auto add = [&](const std::string& text, const TextStyle& text_style) {
            const TextBlock block = typesetter_.set(text, text_style, room.width);
            if (drawing == Drawing::place) place(block, room.left, y);
            y += block.height();
        };
        for (const SlipSection& section : all) {
            add(section.heading, {.size = style.heading, .weight = Weight::bold});
            for (const std::string& line : section.lines) {
                add(line, {.size = style.text, .most_lines = style.most_lines});
            }
            if (section.lines.empty()) {
                if (drawing == Drawing::place) {
                    add_corners({room.left, y + 2, blank.width, blank.height});
                }
                y += blank.height + 2;
            }
            y += style.text;
        }
        return y - style.text - room.top;
    }

    // Where the payer writes: its corners in strokes of 3 mm and 0.75 points.
    void add_corners(const Box& box) {
        constexpr double stroke = millimetres(3);
        constexpr double thickness = 0.75;
        const double right = box.left + box.width;
        const double bottom = box.top + box.height;
        for (const double y : {box.top, bottom}) {
            const double inward = y == box.top ? stroke : -stroke;
            page_.lines.push_back({box.left, y, box.left + stroke, y, thickness});
            page_.lines.push_back({right - stroke, y, right, y, thickness});
            page_.lines.push_back({box.left, y, box.left, y + inward, thickness});
            page_.lines.push_back({right, y, right, y + inward, thickness});
        }
    }

    void place(const TextBlock& block, double left, double top) {
        page_.texts.push_back({block, left, top, 0, block.lines().size()});
    }

    static constexpr double any = Typesetter::any_width;
    Page& page_;
    const SwissBill& bill_;
    const SlipWords& words_;
    // Sans serif and upright, as the standard wants it, in every language.
    const Typesetter typesetter_{"en"};
};

}  // namespace

std::string slip_amount(const Money& amount) {
    const std::string number = to_decimal(amount);
    const std::size_t point = number.find('.');
    DUNNING_CHECK(point != std::string::npos);
    return grouped(number.substr(0, point), 3, point % 3) + number.substr(point);
}

std::string slip_reference(std::string_view reference) {
    return reference.starts_with("RF") ? grouped(reference, 4, 4) : grouped(reference, 5, 2);
}

void add_swiss_slip(Page& page, const SwissBill& bill, std::string_view language) {
    SwissSlip(page, bill, words_of(language)).add();
}

}  // namespace dunning
