#include "formats/einvoice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "core/country_names.h"
#include "core/customer_fields.h"
#include "core/payment_reference.h"
#include "formats/early_payment.h"
#include "formats/einvoice_fields.h"
#include "formats/fact_rows.h"
#include "text/utf8.h"

namespace dunning {
namespace {

std::string quoted(std::string_view text) {
    return "'" + excerpt(text) + "'";
}

bool is_line_blank(char c) {
    return c == '\n' || c == '\r' || c == '\t';
}

// A long name is wrapped by some programs: a line end within it stands for one blank.
std::string on_one_line(std::string_view text) {
    std::string line;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find_first_not_of(" \n\r\t", at), text.size());
        const auto blanks = text.substr(at, end - at);
        line += std::ranges::any_of(blanks, is_line_blank) ? " " : blanks;
        const auto next = std::min(text.find_first_of(" \n\r\t", end), text.size());
        line += text.substr(end, next - end);
        at = next;
    }
    return line;
}

// The namespace that the element's own prefix stands for, as far as the element itself says.
std::string_view own_namespace(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    const std::string attribute =
        colon == name.npos ? "xmlns" : "xmlns:" + std::string(name.substr(0, colon));
    return node.attribute(attribute.c_str()).value();
}

// One document, read term by term: every problem is reported at its own place, and reading goes on.
class Reader {
  public:
    Reader(const XmlDocument& document, const std::string& file, Diagnostics& diagnostics)
        : document_(document), file_(file), diagnostics_(diagnostics) {
        const auto root = document.root();
        fields_ = local_name(root) == "CrossIndustryInvoice" ? cii_fields(root) : ubl_fields(root);
    }

    std::optional<EInvoice> read(std::optional<int> terms_days) {
        const std::string number = required_id(fields_.number, "number", "number (BT-1)");
        const auto issued = date(fields_.issued, "issued", "issue date (BT-2)");
        const auto payable = read_payable();
        auto buyer = read_buyer();
        const auto reference = read_reference();
        if (!ok_) return std::nullopt;
        if (payable->is_zero()) {
            warn(fields_.payable, "amount",
                 fmt::format("nothing is payable of {}: it is not imported", quoted(number)));
            return std::nullopt;
        }
        EInvoice invoice{.document = Invoice{.number = number,
                                             .customer = buyer.id,
                                             .issued = *issued,
                                             .due = *issued,
                                             .amount = *payable,
                                             .reference = reference},
                         .buyer = std::move(buyer)};
        read_rest(invoice, *payable);
        finish(invoice, terms_days);
        if (!ok_) return std::nullopt;
        return invoice;
    }

  private:
    Place place_of(const pugi::xml_node& node) const {
        Place place = document_.place(node ? node : document_.root());
        if (place.file.empty()) place.file = file_;
        return place;
    }

    void problem(const pugi::xml_node& node, std::string_view field, std::string what,
                 std::string remedy = {}) {
        diagnostics_.error(place_of(node), std::move(what), std::move(remedy), std::string(field));
        ok_ = false;
    }

    void warn(const pugi::xml_node& node, std::string_view field, std::string what,
              std::string remedy = {}) {
        diagnostics_.warning(place_of(node), std::move(what), std::move(remedy),
                             std::string(field));
    }

    // The first piece of text is the element's own value, whatever comes after it a child.
    static bool is_one_text(const pugi::xml_node& node) {
        const auto first = node.first_child();
        return !first || (*node.value() == '\0' && first == node.last_child());
    }

    // Text that goes into letters and mail headers: on one line, and nothing but text.
    std::string text(const pugi::xml_node& node, std::string_view field,
                     std::size_t longest = max_text_bytes) {
        if (!is_one_text(node)) {
            problem(node, field,
                    fmt::format("the element {} is not one piece of text", printable(node.name())),
                    "it must not hold other elements");
            return {};
        }
        std::string line = on_one_line(text_of(node));
        if (line.size() > longest) {
            problem(node, field, fmt::format("{} is longer than {} bytes", quoted(line), longest));
            return {};
        }
        if (has_control_characters(line)) {
            problem(node, field, fmt::format("{} contains a control character", quoted(line)),
                    "remove it: such characters would end up in mail headers and letters");
            return {};
        }
        return line;
    }

    std::string required_id(const pugi::xml_node& node, std::string_view field,
                            std::string_view what) {
        auto value = text(node, field, max_id_bytes);
        if (text_of(node).empty()) {
            problem(node, field, fmt::format("the {} is missing", what));
        }
        return value;
    }

    std::optional<Date> date(const EInvoiceDate& written, std::string_view field,
                             std::string_view what) {
        if (written.text.empty()) {
            problem(written.node, field, fmt::format("the {} is missing", what));
            return std::nullopt;
        }
        const auto day = parse_date(written.text);
        if (day) return *day;
        problem(written.node, field,
                fmt::format("the {} {} is not a date of the ledger", what, quoted(written.text)),
                day.error().remedy);
        return std::nullopt;
    }

    std::optional<Currency> read_currency() {
        const std::string_view of_amount = fields_.payable.attribute("currencyID").value();
        const auto stated = text_of(fields_.currency);
        const auto& node = stated.empty() ? fields_.payable : fields_.currency;
        const auto code = stated.empty() ? of_amount : stated;
        const auto currency = Currency::from_code(code);
        if (!currency) {
            problem(node, "currency",
                    code.empty() ? std::string("the currency (BT-5) is missing")
                                 : fmt::format("{} is not a currency of ISO 4217", quoted(code)));
        } else if (!of_amount.empty() && of_amount != code) {
            problem(fields_.payable, "currency",
                    fmt::format("the payable amount is in {}, the document in {}",
                                quoted(of_amount), currency->code()));
        }
        return currency;
    }

    std::optional<Money> read_payable() {
        const auto currency = read_currency();
        if (text_of(fields_.payable).empty()) {
            problem(fields_.payable, "amount", "the payable amount (BT-115) is missing");
            return std::nullopt;
        }
        if (!currency) return std::nullopt;
        const std::string written = text(fields_.payable, "amount");
        if (written.empty()) return std::nullopt;
        const auto amount = parse_money(machine_decimal(written), *currency);
        if (!amount) {
            problem(fields_.payable, "amount",
                    "the payable amount (BT-115): " + printable(amount.error().what),
                    amount.error().remedy);
            return std::nullopt;
        }
        check_payable(*amount);
        return *amount;
    }

    // Zero when it is not given, nothing when it cannot be read: it matters for the check alone.
    static std::optional<Money> other_amount(const pugi::xml_node& node, Currency currency) {
        if (text_of(node).empty()) return Money::zero(currency);
        const auto amount = parse_money(machine_decimal(text_of(node)), currency);
        return amount ? std::optional(*amount) : std::nullopt;
    }

    void check_payable(const Money& payable) {
        if (text_of(fields_.gross).empty()) return;
        const auto gross = other_amount(fields_.gross, payable.currency());
        const auto prepaid = other_amount(fields_.prepaid, payable.currency());
        const auto rounding = other_amount(fields_.rounding, payable.currency());
        if (!gross || !prepaid || !rounding) {
            warn(fields_.gross, "amount",
                 "the payable amount cannot be checked: the totals beside it cannot be read");
            return;
        }
        const Money expected = *gross - *prepaid + *rounding;
        if (expected == payable) return;
        warn(fields_.payable, "amount",
             fmt::format("the payable amount {} is not the gross total {} less {} prepaid and {} "
                         "for rounding, {} (BR-CO-16)",
                         to_decimal(payable), to_decimal(*gross), to_decimal(*prepaid),
                         to_decimal(*rounding), to_decimal(expected)),
             "the payable amount is taken, as the customer was told it");
    }

    Customer read_buyer() {
        Customer buyer;
        for (const auto& node : fields_.buyer_ids) {
            if (!buyer.id.empty() || text_of(node).empty()) continue;
            buyer.id = text(node, "customer", max_id_bytes);
        }
        if (std::ranges::all_of(fields_.buyer_ids, &std::string_view::empty, text_of)) {
            problem(fields_.buyer, "customer", "the buyer has no identifier",
                    "one of BT-46, the VAT id, the registration or the electronic address is "
                    "needed to tell customers apart");
        }
        buyer.name = text(fields_.buyer_name, "name");
        if (text_of(fields_.buyer_name).empty()) {
            problem(fields_.buyer, "name", "the buyer's name (BT-44) is missing");
        }
        buyer.email = read_email();
        buyer.phone = text(fields_.phone, "phone");
        buyer.address = read_address();
        buyer.city = text(fields_.city, "city");
        buyer.postal_code = text(fields_.postal_code, "postal_code");
        buyer.country = read_country();
        return buyer;
    }

    // A bad address is no reason to leave the invoice out; it is only not written to.
    std::string read_email() {
        auto address = text(fields_.email, "email");
        if (address.empty() || email_shape(address) == EmailShape::good) return address;
        warn(fields_.email, "email",
             fmt::format("{} is not an email address; it is left out", quoted(address)));
        return {};
    }

    std::string read_country() {
        auto code = text(fields_.country, "country");
        if (code.empty() || is_country(code)) return code;
        warn(fields_.country, "country",
             fmt::format("{} is no country; it is left out", quoted(code)));
        return {};
    }

    std::string read_address() {
        std::string address;
        for (const auto& node : fields_.address_lines) {
            const auto line = text(node, "address");
            if (line.empty()) continue;
            if (!address.empty()) address += '\n';
            address += line;
        }
        return address;
    }

    // Two ways of writing one reference are one.
    std::string read_reference() {
        std::string reference;
        for (const auto& node : fields_.payment_ids) {
            const auto id = text(node, "reference", max_id_bytes);
            if (id.empty()) continue;
            if (reference.empty()) {
                reference = id;
            } else if (reference_key(id) != reference_key(reference)) {
                warn(node, "reference",
                     fmt::format("a second payment reference {} beside {}", quoted(id),
                                 quoted(reference)),
                     "the first is used");
                break;
            }
        }
        return reference;
    }

    void read_rest(EInvoice& invoice, const Money& payable) {
        for (const auto& node : fields_.terms) {
            const auto terms = text_of(node);
            if (has_control_characters(on_one_line(terms))) {
                problem(node, "terms", "the terms contain a control character");
                return;
            }
            if (!invoice.terms.empty() && !terms.empty()) invoice.terms += '\n';
            invoice.terms += terms;
            auto found = early_payment_discounts(terms, payable.currency());
            for (const auto& line : found.unreadable) {
                warn(node, "terms", fmt::format("the discount {} cannot be read", quoted(line)),
                     "written as #SKONTO#TAGE=14#PROZENT=2.00#");
            }
            std::ranges::move(found.discounts, std::back_inserter(invoice.discounts));
        }
        invoice.syntax = fields_.syntax;
        invoice.type_code = text(fields_.type_code, "type");
        invoice.buyer_reference = text(fields_.buyer_reference, "buyer_reference");
        invoice.order = text(fields_.order, "order");
        invoice.account = text(fields_.account, "account");
        std::erase(invoice.account, ' ');
        invoice.direct_debit = std::ranges::any_of(fields_.means, [](const auto& node) {
            return text_of(node) == "49" || text_of(node) == "59";  // UNTDID 4461
        });
        invoice.line = place_of({}).line;
    }

    void finish(EInvoice& result, std::optional<int> terms_days) {
        auto& invoice = std::get<Invoice>(result.document);
        const bool is_negative = invoice.amount.is_negative();
        if (fields_.is_credit_note && is_negative) {
            problem(fields_.payable, "amount",
                    fmt::format("the credit note {} has the negative amount {}: it may mean a "
                                "credit or a debt",
                                quoted(invoice.number), to_decimal(invoice.amount)),
                    "import it from a table, with the sign that you mean");
        } else if (fields_.is_credit_note || is_negative) {
            result.document = credit_of(invoice);
        } else {
            set_due(invoice, result.terms, terms_days);
            if (!result.discounts.empty()) invoice.discounts = terms_of(result.discounts, invoice);
            warn_of_correction(invoice, result.type_code);
        }
    }

    // One that is taken of a part of the invoice is a fixed amount.
    static std::vector<DiscountTerms> terms_of(const std::vector<EarlyPaymentDiscount>& discounts,
                                               const Invoice& invoice) {
        std::vector<DiscountTerms> all;
        for (const EarlyPaymentDiscount& discount : discounts) {
            DiscountTerms terms{.percent = discount.percent, .days = discount.days};
            if (discount.base && *discount.base != invoice.amount) {
                const Money worth = discount_of(terms, invoice.amount, *discount.base);
                terms.percent = {};
                terms.amount_minor = worth.minor();
            }
            if (terms.percent > Rate{} || terms.amount_minor > 0) all.push_back(terms);
        }
        return all;
    }

    Receipt credit_of(const Invoice& invoice) {
        return {.kind = ReceiptKind::credit,
                .id = invoice.number,
                .customer = invoice.customer,
                .date = invoice.issued,
                .amount = invoice.amount.is_negative() ? -invoice.amount : invoice.amount,
                .invoice = credited_invoice(),
                .reference = invoice.reference};
    }

    // A credit that names an invoice goes to it alone, so of several none is named.
    std::string credited_invoice() {
        std::string first;
        for (const auto& node : fields_.credited_invoices) {
            const auto number = text(node, "invoice", max_id_bytes);
            if (number.empty() || number == first) continue;
            if (first.empty()) {
                first = number;
                continue;
            }
            warn(node, "invoice", fmt::format("credits {} and other invoices", quoted(first)),
                 "no invoice is named: the credit goes to what is open");
            return {};
        }
        return first;
    }

    void set_due(Invoice& invoice, std::string_view terms, std::optional<int> terms_days) {
        const auto due = latest_due();
        if (!ok_) return;
        if (!due && !terms_days) {
            const std::string words =
                terms.empty() ? "" : fmt::format("; its terms say {}", quoted(terms));
            problem({}, "due",
                    fmt::format("{} has no due date (BT-9){}", quoted(invoice.number), words),
                    "--terms-days N takes such invoices as due N days after their issue");
            return;
        }
        invoice.due = due ? *due : invoice.issued + *terms_days;
        if (invoice.due < invoice.issued) {
            warn(fields_.due.front().node, "due",
                 fmt::format("due {} is before issued {}", to_text(invoice.due),
                             to_text(invoice.issued)),
                 "it is taken as due on the day of its issue");
            invoice.due = invoice.issued;
        }
        if (invoice.due.year() > last_year) {
            problem({}, "due", fmt::format("due in the year {}", invoice.due.year()));
        }
    }

    // Parts that are due on several days are one invoice here: nobody is reminded before the last.
    std::optional<Date> latest_due() {
        std::optional<Date> latest;
        bool is_warned = false;
        for (const auto& written : fields_.due) {
            if (written.text.empty()) continue;
            const auto day = date(written, "due", "due date (BT-9)");
            if (!day) return std::nullopt;
            if (latest && *latest != *day && !std::exchange(is_warned, true)) {
                warn(written.node, "due", "a second due date", "the latest is used");
            }
            latest = latest ? std::max(*latest, *day) : *day;
        }
        return latest;
    }

    // The standard lets a corrected invoice (384) stand for the whole of the one it corrects.
    void warn_of_correction(const Invoice& invoice, std::string_view type_code) {
        if (type_code != "384" || fields_.credited_invoices.empty()) return;
        const auto& node = fields_.credited_invoices.front();
        warn(node, "invoice",
             fmt::format("{} corrects {}; both are now owed", quoted(invoice.number),
                         quoted(text_of(node))),
             "if it replaces that invoice, import a credit note for it");
    }

    const XmlDocument& document_;
    const std::string& file_;
    Diagnostics& diagnostics_;
    EInvoiceFields fields_ = {};
    bool ok_ = true;
};

}  // namespace

pugi::xml_node first_with_text(std::initializer_list<pugi::xml_node> nodes) {
    for (const auto& node : nodes) {
        if (!text_of(node).empty()) return node;
    }
    return {};
}

bool is_credit_note_code(std::string_view code) {
    constexpr std::array<std::string_view, 11> codes{"81",  "83",  "261", "262", "296", "308",
                                                     "381", "396", "420", "458", "532"};
    return std::ranges::find(codes, code) != codes.end();
}

bool is_einvoice(const pugi::xml_node& root) {
    const auto name = local_name(root);
    if (name == "CrossIndustryInvoice" || name == "CrossIndustryDocument") return true;
    if (name != "Invoice" && name != "CreditNote") return false;
    const auto space = own_namespace(root);
    return space == fmt::format("urn:oasis:names:specification:ubl:schema:xsd:{}-2", name) ||
           child(root, "LegalMonetaryTotal");
}

std::optional<EInvoice> read_einvoice(const XmlDocument& document, const std::string& file,
                                      Diagnostics& diagnostics, std::optional<int> terms_days) {
    DUNNING_CHECK(is_einvoice(document.root()));
    DUNNING_CHECK(!terms_days || *terms_days >= 0);
    if (local_name(document.root()) == "CrossIndustryDocument") {
        diagnostics.error(document.place(document.root()),
                          "an invoice of ZUGFeRD 1, which is older than EN 16931",
                          "export it as ZUGFeRD 2 (Factur-X), XRechnung or UBL");
        return std::nullopt;
    }
    return Reader(document, file, diagnostics).read(terms_days);
}

}  // namespace dunning
