#include "formats/mt940_details.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

#include "core/ascii.h"
#include "formats/statement_text.h"
#include "text/utf8.h"

namespace dunning {
namespace {

using namespace statement;

constexpr std::size_t line_width = 65;   // SWIFT: 6*65x
constexpr std::size_t piece_width = 27;  // ?20 to ?29, ?32, ?33, ?60 to ?63

// Lines that are one long line: nothing stands between them.
std::string join_wrapped(const std::vector<std::string_view>& lines) {
    std::string result;
    for (const auto line : lines) result += line;
    return result;
}

// The same in the German dialect, where a line of one character less than the width has lost the
// blank on which it ended. Banks of other dialects do have lines of that length.
std::string join_german(const std::vector<std::string_view>& lines) {
    std::string result;
    for (const auto line : lines) {
        result += line;
        if (count_characters(line) == line_width - 1) result += ' ';
    }
    return result;
}

// ---------------------------------------------------------------------------------------- German

struct GermanField {
    int code = 0;
    std::string_view value;
};

constexpr std::string_view german_marks = "?<>~^|@";

// A two-digit number that is a field of the German layout; -1 for other text, which may well
// contain the mark: "Alles klar?15 Stück". 38: the IBAN in Poland; 70, 71: names in some test
// systems.
int german_code(std::string_view text) {
    if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return -1;
    const int code = (text[0] - '0') * 10 + (text[1] - '0');
    const bool is_known = code == 0 || code == 10 || (code >= 20 && code <= 34) || code == 38 ||
                          (code >= 60 && code <= 63) || code == 70 || code == 71;
    return is_known ? code : -1;
}

// Where the fields begin: 0 or, after a transaction code, 3. Nothing: it is another dialect.
std::optional<std::size_t> german_start(std::string_view text) {
    for (const std::size_t at : {std::size_t{3}, std::size_t{0}}) {
        if (at > 0 && !are_digits(text.substr(0, at))) continue;
        if (text.size() <= at || german_marks.find(text[at]) == std::string_view::npos) continue;
        if (german_code(text.substr(at + 1)) >= 0) return at;
    }
    return std::nullopt;
}

std::vector<GermanField> german_fields(std::string_view text, char mark) {
    std::vector<GermanField> fields;
    std::size_t value_start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int code = text[i] == mark ? german_code(text.substr(i + 1)) : -1;
        if (code < 0) continue;
        if (!fields.empty()) fields.back().value = text.substr(value_start, i - value_start);
        fields.push_back({code, {}});
        value_start = i + 3;
    }
    if (!fields.empty()) fields.back().value = text.substr(value_start);
    return fields;
}

std::string join_fields(const std::vector<GermanField>& fields, std::initializer_list<int> codes) {
    std::vector<std::string_view> pieces;
    for (const auto& field : fields) {
        if (std::ranges::find(codes, field.code) != codes.end()) pieces.push_back(field.value);
    }
    return join_cut(pieces, piece_width);
}

// The tags within German texts. KREF+, MREF+, CRED+, DEBT+ and BIC+ are read so that they do not
// get into what stands before them.
enum class SepaTag {
    none,
    eref,
    kref,
    mref,
    cred,
    debt,
    svwz,
    abwa,
    abwe,
    coam,
    oamt,
    iban,
    bic,
    mtlg,
    count
};

struct SepaTagName {
    std::string_view name;
    SepaTag tag;
    bool needs_blank;  // it may stand in any text: only at the beginning or after a blank
};

constexpr SepaTagName sepa_tags[] = {
    {"EREF+", SepaTag::eref, false}, {"KREF+", SepaTag::kref, false},
    {"MREF+", SepaTag::mref, false}, {"CRED+", SepaTag::cred, false},
    {"DEBT+", SepaTag::debt, false}, {"SVWZ+", SepaTag::svwz, false},
    {"ABWA+", SepaTag::abwa, false}, {"ABWE+", SepaTag::abwe, false},
    {"COAM+", SepaTag::coam, false}, {"OAMT+", SepaTag::oamt, false},
    {"IBAN+", SepaTag::iban, true},  {"BIC+", SepaTag::bic, true},
    {"MTLG:", SepaTag::mtlg, true},
};

using SepaTexts = std::array<std::string, static_cast<std::size_t>(SepaTag::count)>;

const SepaTagName* sepa_tag_at(std::string_view text, std::size_t at) {
    const bool after_blank = at == 0 || text[at - 1] == ' ';
    for (const auto& tag : sepa_tags) {
        if (text.substr(at).starts_with(tag.name) && (after_blank || !tag.needs_blank)) return &tag;
    }
    return nullptr;
}

SepaTexts split_sepa(std::string_view text) {
    SepaTexts texts;
    auto current = SepaTag::none;
    std::size_t start = 0;
    const auto close = [&](std::size_t end) {
        const auto piece = tidy(text.substr(start, end - start));
        append_word(texts[static_cast<std::size_t>(current)], piece);
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto* tag = sepa_tag_at(text, i);
        if (tag == nullptr) continue;
        close(i);
        current = tag->tag;
        start = i + tag->name.size();
        i = start - 1;
    }
    close(text.size());
    return texts;
}

// Transaction codes (GVC) of what comes back: direct debits returned to the creditor (009 before
// SEPA, 108 B2B, 109 core, 110 card), transfers returned to the payer (059, 159, 160 instant),
// debits credited again (181 core, 182 card, 184 B2B).
constexpr std::string_view return_codes[] = {"009", "059", "108", "109", "110",
                                             "159", "160", "181", "182", "184"};

struct KeyedReason {
    std::string_view key;
    std::string_view reason;
};

// ?34 of a returned payment. The list has more; these are the ones on which its editions agree, and
// the bank's words are there anyway.
constexpr KeyedReason keyed_reasons[] = {{"901", "AC01"}, {"902", "AC04"}, {"903", "AC06"},
                                         {"904", "AG01"}, {"912", "MD06"}, {"913", "MD07"}};

std::string reason_of_key(std::string_view key) {
    const auto* const found = std::ranges::find(keyed_reasons, key.substr(0, 3), &KeyedReason::key);
    return found == std::end(keyed_reasons) ? "" : std::string(found->reason);
}

void take_sepa(const SepaTexts& texts, Mt940Details& details) {
    const auto of = [&texts](SepaTag tag) { return texts[static_cast<std::size_t>(tag)]; };
    details.text = of(SepaTag::none);
    append_word(details.text, of(SepaTag::svwz));
    details.end_to_end_id = reference_or_none(of(SepaTag::eref));
    details.first_debtor = single_spaced(of(SepaTag::abwa));
    details.last_creditor = single_spaced(of(SepaTag::abwe));
    details.charges = of(SepaTag::coam);
    details.original_amount = of(SepaTag::oamt);
    details.bank_message = of(SepaTag::mtlg);
    if (details.account.empty()) details.account = without_blanks(of(SepaTag::iban));
}

Mt940Details read_german(std::string_view text, std::size_t start) {
    const auto fields = german_fields(text.substr(start), text[start]);
    Mt940Details details;
    details.code = text.substr(0, start);
    details.booking_text = single_spaced(join_fields(fields, {0}));
    details.name = single_spaced(join_fields(fields, {32, 33}));
    details.account = without_blanks(join_fields(fields, {38}));
    if (details.account.empty()) details.account = without_blanks(join_fields(fields, {31}));
    take_sepa(split_sepa(join_fields(fields, {20, 21, 22, 23, 24, 25, 26, 27, 28, 29,  //
                                              60, 61, 62, 63})),
              details);
    details.is_return = std::ranges::find(return_codes, details.code) != std::end(return_codes);
    if (details.is_return) details.reason_code = reason_of_key(tidy(join_fields(fields, {34})));
    return details;
}

// --------------------------------------------------------------------------------------- slashes

enum class SlashTag {
    unused,
    title,
    eref,
    other_party,
    first_debtor,
    last_creditor,
    name,
    account,
    counterparty,
    text,
    structured,
    creditor_reference,
    reason,
    charges,
    original,
    party_extra
};

struct SlashTagName {
    std::string_view name;
    SlashTag tag;
};

constexpr SlashTagName slash_tags[] = {
    {"TRTP", SlashTag::title},
    {"EREF", SlashTag::eref},
    {"PREF", SlashTag::unused},
    {"BENM", SlashTag::other_party},
    {"ORDP", SlashTag::other_party},
    {"ULTD", SlashTag::first_debtor},
    {"ULTC", SlashTag::last_creditor},
    {"ULTB", SlashTag::last_creditor},
    {"NAME", SlashTag::name},
    {"IBAN", SlashTag::account},
    {"CNTP", SlashTag::counterparty},
    {"REMI", SlashTag::text},
    {"USTD", SlashTag::text},
    {"STRD", SlashTag::structured},
    {"CDTRREF", SlashTag::creditor_reference},
    {"RTRN", SlashTag::reason},
    {"CHGS", SlashTag::charges},
    {"OCMT", SlashTag::original},
    {"ADDR", SlashTag::party_extra},
    {"ID", SlashTag::party_extra},
    {"BIC", SlashTag::unused},
    {"MARF", SlashTag::unused},
    {"CSID", SlashTag::unused},
    {"CDTRREFTP", SlashTag::unused},
    {"ISDT", SlashTag::unused},
    {"TRCD", SlashTag::unused},
    {"EXCH", SlashTag::unused},
    {"PURP", SlashTag::unused},
    {"SVCL", SlashTag::unused},
};

struct SlashSegment {
    SlashTag tag = SlashTag::unused;
    std::string_view value;
};

bool is_party(SlashTag tag) {
    return tag == SlashTag::other_party || tag == SlashTag::first_debtor ||
           tag == SlashTag::last_creditor || tag == SlashTag::name || tag == SlashTag::party_extra;
}

// The tag "/NAME/" at this place. An address or number belongs to a party; in other text "/ID/" is
// text.
const SlashTagName* slash_tag_at(std::string_view text, std::size_t at, SlashTag before) {
    if (text[at] != '/') return nullptr;
    constexpr std::size_t longest = 10;
    const auto rest = text.substr(at + 1, longest);
    const auto end = rest.find('/');
    if (end == std::string_view::npos) return nullptr;
    const auto* const found =
        std::ranges::find(slash_tags, rest.substr(0, end), &SlashTagName::name);
    if (found == std::end(slash_tags)) return nullptr;
    if (found->tag == SlashTag::party_extra && !is_party(before)) return nullptr;
    return found;
}

std::vector<SlashSegment> slash_segments(std::string_view text) {
    std::vector<SlashSegment> segments;
    std::size_t start = 0;
    const auto close = [&](std::size_t end) {
        if (!segments.empty() && end > start)
            segments.back().value = text.substr(start, end - start);
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto before = segments.empty() ? SlashTag::unused : segments.back().tag;
        const auto* tag = slash_tag_at(text, i, before);
        if (tag == nullptr) continue;
        close(i);
        segments.push_back({tag->tag, {}});
        start = i + tag->name.size() + 2;
        // The slash that ends the tag may begin the next one: /REMI/USTD//text.
        i = start - 2;
    }
    close(text.size());
    return segments;
}

std::string_view without_slashes(std::string_view text) {
    const auto first = text.find_first_not_of("/ ");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of("/ ") - first + 1);
}

// "CUR/9876543210", "SCOR/RF18...": the reference is what comes last.
std::string last_part(std::string_view text) {
    text = without_slashes(text);
    return tidy(text.substr(text.rfind('/') + 1));  // npos + 1 is 0
}

// "NL91...0300/ABNANL2A/Name/Town/".
void take_counterparty(std::string_view value, Mt940Details& details) {
    const auto account_end = value.find('/');
    details.account = without_blanks(value.substr(0, account_end));
    if (account_end == std::string_view::npos) return;
    const auto bank_end = value.find('/', account_end + 1);
    if (bank_end == std::string_view::npos) return;
    const auto name = value.substr(bank_end + 1);
    details.name = single_spaced(name.substr(0, name.find('/')));
}

class SlashReader {
  public:
    Mt940Details read(const std::vector<SlashSegment>& segments) {
        for (const auto& segment : segments) take(segment);
        return std::move(details_);
    }

  private:
    void take(const SlashSegment& segment) {
        const auto value = without_slashes(segment.value);
        switch (segment.tag) {
            case SlashTag::other_party:
            case SlashTag::first_debtor:
            case SlashTag::last_creditor:
                party_ = segment.tag;
                return take_name(value);
            case SlashTag::name:
                return take_name(value);
            case SlashTag::counterparty:
                return take_counterparty(segment.value, details_);
            case SlashTag::structured:
            case SlashTag::creditor_reference:
                details_.reference = last_part(value);
                return;
            case SlashTag::reason:
                return take_reason(value);
            case SlashTag::unused:
            case SlashTag::party_extra:
                return;
            case SlashTag::title:
                details_.booking_text = single_spaced(value);
                return;
            case SlashTag::eref:
                details_.end_to_end_id = reference_or_none(value);
                return;
            case SlashTag::account:
                details_.account = without_blanks(value);
                return;
            case SlashTag::text:
                return append_word(details_.text, tidy(value));
            case SlashTag::charges:
                details_.charges = tidy(value);
                return;
            case SlashTag::original:
                details_.original_amount = tidy(value);
                return;
        }
    }

    void take_name(std::string_view value) {
        if (value.empty()) return;
        auto& name = party_ == SlashTag::first_debtor    ? details_.first_debtor
                     : party_ == SlashTag::last_creditor ? details_.last_creditor
                                                         : details_.name;
        name = single_spaced(value);
    }

    void take_reason(std::string_view value) {
        details_.is_return = true;
        details_.reason_code = return_code_in(value);
        details_.bank_message = tidy(value);
    }

    Mt940Details details_;
    SlashTag party_ = SlashTag::other_party;
};

// ---------------------------------------------------------------------------------------- labels

enum class Label { unused, name, account, text, bank_reference };

struct LabelName {
    std::string_view name;  // in capitals
    Label label;
    bool is_sure;  // such a label alone shows the dialect
};

constexpr LabelName labels[] = {
    // Switzerland
    {"AUFTRAGGEBER:", Label::name, true},
    {"ABSENDER:", Label::name, true},
    {"EMPFÄNGER:", Label::name, true},
    {"EMPFAENGER:", Label::name, true},
    {"MITTEILUNGEN:", Label::text, true},
    {"REFERENZEN:", Label::unused, true},
    {"DONNEUR D'ORDRE:", Label::name, true},
    {"COMMUNICATIONS:", Label::text, true},
    // Poland
    {"TYT.:", Label::text, true},
    {"TNR:", Label::bank_reference, true},
    {"Z RACH.:", Label::account, false},
    {"NA RACH.:", Label::account, false},
    {"OD:", Label::name, false},
    {"DLA:", Label::name, false},
    {"ID IPH:", Label::unused, false},
    {"DATA STEMPLA:", Label::unused, false},
};

const LabelName* label_at(std::string_view capitals, std::size_t at) {
    if (at > 0 && capitals[at - 1] != ' ' && capitals[at - 1] != ';') return nullptr;
    for (const auto& label : labels) {
        if (capitals.substr(at).starts_with(label.name)) return &label;
    }
    return nullptr;
}

bool has_sure_label(std::string_view capitals) {
    for (auto i = capitals.find(':'); i != std::string_view::npos; i = capitals.find(':', i + 1)) {
        for (const auto& label : labels) {
            const auto start = i + 1 - std::min(i + 1, label.name.size());
            if (label.is_sure && label_at(capitals, start) == &label) return true;
        }
    }
    return false;
}

bool is_blank_or_semicolon(char c) {
    return c == ' ' || c == ';';
}

std::string_view without_semicolon(std::string_view text) {
    while (!text.empty() && is_blank_or_semicolon(text.back())) text.remove_suffix(1);
    while (!text.empty() && is_blank_or_semicolon(text.front())) text.remove_prefix(1);
    return text;
}

// "131209CH98765432" at the end of a name: the sending bank's number of the payment.
std::string_view without_payment_number(std::string_view name) {
    const auto last = name.substr(name.rfind(' ') + 1);  // npos + 1 is 0
    const bool is_number = last.size() >= 14 && last.size() < name.size() &&
                           are_digits(last.substr(0, 6)) && is_upper(last[6]) &&
                           is_upper(last[7]) && are_digits(last.substr(8));
    return is_number ? name.substr(0, name.size() - last.size()) : name;
}

void take_labelled(Label label, std::string_view value, Mt940Details& details) {
    value = without_semicolon(value);
    if (label == Label::name) details.name = single_spaced(without_payment_number(value));
    if (label == Label::account) details.account = without_blanks(value);
    if (label == Label::text) append_word(details.text, tidy(value));
    if (label == Label::bank_reference) details.bank_reference = reference_or_none(value);
}

Mt940Details read_labelled(std::string_view text) {
    const auto capitals = upper_case(text);
    Mt940Details details;
    const LabelName* current = nullptr;
    std::size_t start = 0;
    const auto close = [&](std::size_t end) {
        const auto value = text.substr(start, end - start);
        if (current == nullptr) {
            details.booking_text = single_spaced(without_semicolon(value));
        } else {
            take_labelled(current->label, value, details);
        }
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto* label = label_at(capitals, i);
        if (label == nullptr) continue;
        close(i);
        current = label;
        start = i + label->name.size();
        i = start - 1;
    }
    close(text.size());
    return details;
}

// ------------------------------------------------------------------------------------------ codes

// The codes of ISO 20022 (external return and reversal reasons) that have a digit: the others, such
// as CUST, are words too.
constexpr std::string_view reason_codes[] = {
    "AC01", "AC03", "AC04", "AC06", "AC13", "AG01", "AG02", "AM01", "AM02", "AM03", "AM04",
    "AM05", "AM06", "AM07", "AM09", "AM10", "BE01", "BE04", "BE05", "BE06", "BE07", "BE08",
    "DT01", "ED01", "ED03", "ED05", "FF01", "FF03", "FF05", "FF06", "MD01", "MD02", "MD05",
    "MD06", "MD07", "MS02", "MS03", "PY01", "RC01", "RC03", "RC04", "RC07", "RC08", "RC11",
    "RR01", "RR02", "RR03", "RR04", "SL01", "SL02", "SL11", "SL12", "SL13", "SL14", "TM01"};

static_assert(std::ranges::is_sorted(reason_codes));

}  // namespace

std::string return_code_in(std::string_view text) {
    constexpr std::size_t size = 4;
    for (std::size_t i = 0; i + size <= text.size(); ++i) {
        if (i > 0 && is_upper_or_digit(text[i - 1])) continue;
        if (i + size < text.size() && is_upper_or_digit(text[i + size])) continue;
        const auto word = text.substr(i, size);
        if (std::ranges::binary_search(reason_codes, word)) return std::string(word);
    }
    return {};
}

Mt940Details read_mt940_details(const std::vector<std::string_view>& lines) {
    const auto wrapped = join_wrapped(lines);
    if (const auto start = german_start(wrapped)) return read_german(join_german(lines), *start);
    if (!wrapped.empty() && slash_tag_at(wrapped, 0, SlashTag::unused) != nullptr) {
        return SlashReader().read(slash_segments(wrapped));
    }
    const auto joined = join_cut(lines, line_width);
    if (has_sure_label(upper_case(joined))) return read_labelled(joined);
    Mt940Details details;
    details.text = tidy(joined);
    return details;
}

}  // namespace dunning
