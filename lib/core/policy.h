// The policy: what `dunning.toml` says, checked. The reader (formats/policy_reader.h) makes it;
// everything here holds: levels are in order, names are unique, limits rise.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/aging.h"
#include "core/agreement_rules.h"
#include "core/allocation.h"
#include "core/behaviour.h"
#include "core/calendar.h"
#include "core/channel_settings.h"
#include "core/contact_rules.h"
#include "core/currency.h"
#include "core/debt_kind.h"
#include "core/discount_terms.h"
#include "core/fee.h"
#include "core/import_profile.h"
#include "core/interest.h"
#include "core/party.h"
#include "core/pause.h"
#include "core/rate.h"
#include "core/trial.h"

namespace dunning {

struct BookSettings {
    std::string name;
    Currency currency = *Currency::from_code("EUR");
    std::string timezone = "UTC";
    std::string language = "en";
    std::string country = {};
};

// From which day `after` counts.
enum class LevelFrom { due, last_notice, due_month_end };
enum class CreditAction { none, watch, lower_limit, deposit, cash_on_delivery, stop };
enum class Referral { none, agency, legal };
enum class LetterKind { plain, registered, courier };

struct Level {
    std::string name;
    Duration after;
    LevelFrom from = LevelFrom::due;
    std::optional<Duration> gap = {};
    std::optional<Money> min_amount = {};  // of the claim, in the book's currency
    std::vector<Channel> channels = {};    // the first that reaches the customer
    std::vector<Channel> also = {};        // as well, not instead
    Duration pay_within = {7, false};
    std::optional<FeeTerms> fee = {};
    bool interest = false;
    bool approval = false;
    LetterKind letter = LetterKind::plain;
    CreditAction credit = CreditAction::none;
    Referral refer = Referral::none;
    std::string wording = {};  // the template's name; "" = by the level's place, see wording_of
};

// Which customers a procedure is for; what is empty does not limit.
struct ProcedureFilter {
    std::optional<CustomerKind> kind = {};
    std::vector<std::string> segment = {};
    std::vector<std::string> country = {};
    std::vector<std::string> class_name = {};  // class of the oldest overdue item
    std::vector<Behaviour> behaviour = {};
    std::vector<std::string> reason = {};  // why it pays late, of the customer or an overdue item
    std::optional<TrialPart> trial = {};   // a part of all customers, by chance; see core/trial.h
    std::optional<Money> min_open = {};  // of the customer's overdue amount, in the book's currency
    std::optional<Money> max_open = {};
};

struct Procedure {
    std::string name;
    ProcedureFilter when = {};
    std::vector<Level> levels = {};
};

enum class Entry { step, fit };
enum class Grouping { customer, invoice };

struct NotifySettings {
    Entry entry = Entry::step;
    Grouping group = Grouping::customer;
    bool net_credits = true;
    std::vector<PauseKind> clock_stops = {PauseKind::dispute, PauseKind::hold, PauseKind::promise,
                                          PauseKind::plan, PauseKind::referral};
    int max_notices = 0;
    std::optional<Money> max_total = {};
    Duration max_data_age = {3, false};  // 0: off
};

// The QR code of a notice: the payment link, or a transfer that a bank's app reads.
enum class PaymentCode { none, link, epc, swiss };

// What the law grants for each invoice that is late, claimed together with its interest.
struct LumpSum {
    std::optional<FeeTerms> amount = {};
    bool credited = false;  // a level's fee counts only where it is more (BGB section 288(5))
};

// How to pay, as printed in notices.
struct PaymentDetails {
    std::string beneficiary = {};  // "": the book's name
    std::string iban = {};
    std::string bic = {};
    std::string account = {};
    std::string bank = {};
    std::string link = {};  // {customer}, {reference}, {amount}, {currency} are filled in
    PaymentCode code = PaymentCode::none;
    // The beneficiary's, as a Swiss QR-bill wants it; no country: the book's.
    std::string address = {};
    std::string postal_code = {};
    std::string city = {};
    std::string country = {};
};

struct ChannelCost {
    Channel channel = Channel::email;
    Money cost;
};

// What reports need to know of the book's own habits.
struct ReportSettings {
    // A credit note whose description or method contains one of these is a debt written off.
    std::vector<std::string> written_off = {"write-off",        "write off", "written off",
                                            "bad debt",         "坏账",      "ausbuchung",
                                            "forderungsausfall"};
    std::vector<Rate> provision = {};    // expected loss for each aging bucket; empty: none given
    std::vector<ChannelCost> cost = {};  // of one notice or contact, in the book's currency
};

struct Policy {
    BookSettings book = {};
    std::string ledger_path = "ledger.db";  // relative to the policy's folder
    BusinessCalendar calendar = {};
    AgingBasis aging_basis = AgingBasis::due;
    AgingProfile aging = {};
    std::vector<OverdueClass> classes = {};
    AllocationRules allocation = {};
    Money tolerance = Money::zero(*Currency::from_code("EUR"));
    // For early payment, of invoices whose file says nothing of it; see also allocation.discounts.
    std::vector<DiscountTerms> discounts = {};
    NotifySettings notify = {};
    AgreementRules agreements = {};
    std::vector<Procedure> procedures = {};
    InterestTerms interest = {};
    // What policies that have claimed interest before had in its place, by the digest of their
    // text; of those alone that differ in it. What was claimed stays as it was claimed: see
    // ClaimedTerms.
    std::map<std::string, std::shared_ptr<const InterestTerms>> earlier_interest = {};
    std::string statute = {};  // the law that `[interest] preset` names
    FeeTerms fees = {};        // of a level without a fee of its own, from the second on
    LumpSum lump_sum = {};
    // Charges become part of the debt when their notice goes out; else notices show them and no
    // more.
    bool post_charges = false;
    // What ran from the last notice that claimed interest to the payment of the invoice becomes
    // part of the debt, too, on the night after the payment. Only together with post_charges.
    bool post_rest = false;
    ContactSettings contact = {};
    std::string mail_from = {};
    ChannelSettings channels = {};
    std::string outbox_path = "outbox";  // relative to the ledger's folder
    // A folder whose files stand for the shipped wording, relative to the policy; "": "templates"
    // beside it, when there is one.
    std::string templates_path = {};
    PaymentDetails payment = {};
    std::vector<ImportProfile> profiles = {};
    int retention_months =
        0;  // how long personal data is kept, from the end of the year; 0: no duty
    ReportSettings report = {};
};

// Whether a procedure asks how the customer behaves: only then the record is worth reading.
bool asks_for_behaviour(const Policy& policy);

const ImportProfile* find_profile(const Policy& policy, std::string_view name);

}  // namespace dunning
