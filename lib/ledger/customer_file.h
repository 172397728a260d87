// The customer's file: what people have written down about a customer beside invoices and money.
// Contact points, who was in charge, reviews, credit decisions, legal holds, evidence.
//
// A part of the ledger with the same rules: nothing is edited or lost, what changes is a new entry,
// every change belongs to the caller's transaction and writes an event. Personal text stands in
// these rows and never in an event.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "ledger/ledger.h"

namespace dunning {

enum class PointKind { email, phone, mobile, address };
std::string_view to_text(PointKind kind);
std::optional<PointKind> point_kind_from(std::string_view text);

struct ContactPoint {
    RowId id = 0;
    PointKind kind = PointKind::email;
    std::string value;
    std::string role = {};    // "accounts payable"
    std::string person = {};  // whom it reaches
    std::string note = {};
    Date since;
    std::string actor = {};  // who added it
    std::optional<RowId> corrects = {};
    std::optional<Date> ended = {};  // the first day on which it is not used any more
    std::string end = {};            // "corrected", "ended"
    std::string end_note = {};
    std::string end_actor = {};
};

struct Assignment {
    std::string collector;
    std::string former;
    std::string note = {};
    std::string actor = {};
    Date day;
};

struct ReviewRecord {
    int score = 0;
    std::string grade;
    std::string formula;
    Date next_review;
    std::string note = {};
    std::string actor = {};
    Date day;
};

struct DueReview {
    std::string customer;
    std::string grade;
    Date reviewed;
    Date next_review;
};

// In the order of their severity.
enum class CreditLevel { watch, lower_limit, deposit, cash_on_delivery, stop };
std::string_view to_text(CreditLevel level);
std::optional<CreditLevel> credit_level_from(std::string_view text);

struct CreditDecision {
    RowId id = 0;
    std::string customer = {};
    CreditLevel level = CreditLevel::watch;
    std::optional<Money> amount = {};  // the new limit, or the deposit
    Date from;
    std::optional<Date> until = {};  // the last day
    bool when_paid = false;          // lifted when nothing is overdue any more
    std::optional<RowId> notice = {};
    std::string reason = {};
    std::string actor = {};
    std::optional<Date> lifted = {};  // the first day on which it does not hold any more
    std::string lift = {};            // "paid", "by_hand", "replaced"
    std::string lift_note = {};
};

// It holds on that day.
bool stands(const CreditDecision& decision, Date day);

std::string credit_code(RowId id);      // "C0001"
std::string point_code(RowId id);       // "K0001"
std::string legal_hold_code(RowId id);  // "L0001"

// A level of the procedure has asked for it, and nobody has decided since.
struct CreditRecommendation {
    RowId notice = 0;
    std::string customer;
    CreditLevel level = CreditLevel::watch;
    std::string level_name;  // of the procedure
    Date day;
};

struct LegalHold {
    RowId id = 0;
    std::string reason;
    Date from;
    std::optional<Date> until = {};
    std::optional<Date> ended = {};
    std::string actor = {};
};

struct EvidenceRecord {
    RowId id = 0;
    std::string sha256;
    std::string name;
    std::string extension;
    std::int64_t size = 0;
    bool erased = false;
};

// Which evidence, for what.
struct EvidenceUse {
    EvidenceRecord evidence;
    std::optional<RowId> contact = {};
    std::string note = {};
    Date day;
    std::string customer = {};  // where those of all customers are listed
};

// A field that was changed: by a file, or by hand.
struct FieldChange {
    int version = 0;  // the one that it brought
    std::string field;
    std::string former;
    std::string now;
    std::optional<Date> day = {};  // by hand
    std::string actor = {};
};

// What of the customer's sales is open, by the day on which it was most.
struct Exposure {
    Money now;
    Money largest;
    Date largest_on;
};

class CustomerFile {
  public:
    // REQUIRES: the ledger outlives it; `customer` is one of its rows.
    CustomerFile(const Ledger& ledger, RowId customer) : ledger_(ledger), customer_(customer) {}

    std::vector<ContactPoint> points() const;  // all, also those that have ended
    std::vector<Assignment> assignments() const;
    std::vector<ReviewRecord> reviews() const;  // the newest first
    std::vector<CreditDecision> credit_decisions() const;
    std::vector<LegalHold> legal_holds() const;
    std::vector<EvidenceUse> evidence() const;
    std::vector<FieldChange> changes() const;
    std::vector<std::string> set_by_hand() const;
    std::optional<Date> erased() const;
    // By currency, with the invoices issued by that day.
    std::vector<Exposure> exposures(Date as_of) const;
    // The day of the last invoice, payment or contact; nothing when there was none.
    std::optional<Date> last_activity() const;

    // ---- of the whole book
    static std::vector<CreditDecision> all_credit_decisions(const Ledger& ledger);
    static std::vector<CreditRecommendation> credit_recommendations(const Ledger& ledger,
                                                                    Date as_of);
    // Invoices issued while a stop stood: the customer, the invoice, its day and amount.
    struct StoppedInvoice {
        std::string customer;
        std::string invoice;
        Date issued;
        Money amount;
        RowId decision = 0;
    };
    static std::vector<StoppedInvoice> invoices_in_spite_of_stop(const Ledger& ledger, Date as_of);
    // Whose last review asks for the next one by that day.
    static std::vector<DueReview> due_reviews(const Ledger& ledger, Date as_of);
    static std::vector<EvidenceRecord> all_evidence(const Ledger& ledger);
    // The file of that digest.
    static std::optional<EvidenceRecord> evidence_of(const Ledger& ledger, std::string_view sha256);
    // The customer's contact of that id in a file, also when it was corrected.
    static std::optional<RowId> contact_of(const Ledger& ledger, std::string_view customer,
                                           std::string_view id);
    static std::vector<EvidenceUse> uses_of(const Ledger& ledger, RowId evidence);
    // Of the customers' contacts those of which a file is kept.
    static std::set<RowId> contacts_with_evidence(const Ledger& ledger,
                                                  const std::vector<RowId>& customers);
    // Whom an address or number may not reach although it is there: a channel was refused, or
    // something that went to it failed for good; also when it has been mended since.
    static std::unordered_set<RowId> customers_with_doubtful_points(const Ledger& ledger);
    // All of them, in the order of their rows.
    static void for_each_customer(const Ledger& ledger,
                                  const std::function<void(RowId, const Customer&)>& visit);
    // Of whom more is on record than invoices and money: pauses, plans, cases, contacts, notices or
    // charges, of any day.
    static std::unordered_set<RowId> customers_with_history(const Ledger& ledger);
    static std::unordered_set<RowId> customers_with_charges(const Ledger& ledger);
    // Of whom contacts, plans or cases are on record, beside invoices and money.
    static std::unordered_set<RowId> customers_with_acts(const Ledger& ledger);
    static std::unordered_set<RowId> consumers(const Ledger& ledger);
    // The payments that were set against invoices up to that day, and those that went back, invoice
    // by invoice. REQUIRES: `invoices` ascends.
    static void for_each_payment(const Ledger& ledger, std::span<const RowId> invoices, Date up_to,
                                 const std::function<void(RowId invoice, const MoneyIn&)>& visit);
    // Open ones first, then by number.
    static std::vector<std::string> invoices_beginning(const Ledger& ledger, std::string_view text,
                                                       std::size_t at_most);

    // ---- writing. REQUIRES: a write transaction, a known customer.
    // Fields set by hand stay as they are whatever files say; `by_hand` names all of them.
    static void set(Ledger& ledger, const Customer& customer,
                    const std::vector<std::string>& by_hand,
                    const std::vector<std::string>& changed, const Stamp& stamp);
    static RowId add_point(Ledger& ledger, RowId customer, const ContactPoint& point,
                           const Stamp& stamp);
    static void end_point(Ledger& ledger, RowId point, std::string_view why, std::string_view note,
                          const Stamp& stamp);
    static void assign(Ledger& ledger, RowId customer, const Assignment& assignment,
                       const Stamp& stamp);
    static void add_review(Ledger& ledger, RowId customer, const ReviewRecord& review,
                           const Stamp& stamp);
    static RowId decide_credit(Ledger& ledger, RowId customer, const CreditDecision& decision,
                               const Stamp& stamp);
    static void lift_credit(Ledger& ledger, RowId decision, std::string_view why,
                            std::string_view note, const Stamp& stamp);
    static RowId add_legal_hold(Ledger& ledger, RowId customer, const LegalHold& hold,
                                const Stamp& stamp);
    static void end_legal_hold(Ledger& ledger, RowId hold, std::string_view note,
                               const Stamp& stamp);
    // The same file again is the same evidence.
    static RowId add_evidence(Ledger& ledger, const EvidenceRecord& evidence, const Stamp& stamp);
    static void use_evidence(Ledger& ledger, RowId evidence, RowId customer,
                             std::optional<RowId> contact, std::string_view note,
                             const Stamp& stamp);

  private:
    const Ledger& ledger_;
    RowId customer_;
};

}  // namespace dunning
