// The ledger: keeps the facts of one book and gives them back, in the words of the domain.
//
// One class, no database type in sight: a second database would be a second implementation of this
// header. Every change belongs to a transaction that the caller opens, and writes an event in it.
// Facts are added and corrected under a new version, never edited or lost. Nothing here decides
// anything.
//
// Errors: LedgerError, with the kind that the exit status needs. What the ledger refuses because it
// contradicts what is known is a Fault, a value.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/allocation.h"
#include "core/contact_event.h"
#include "core/decision.h"
#include "core/document.h"
#include "core/instant.h"
#include "core/interest.h"
#include "core/lateness.h"
#include "core/pause.h"
#include "core/plan.h"
#include "core/plan_interest.h"
#include "core/position.h"
#include "core/rate_table.h"
#include "core/receivable.h"
#include "ledger/agreement_records.h"
#include "ledger/history.h"
#include "ledger/ledger_error.h"

namespace dunning {

// Where a row came from, and which fields its file has, if only to say that they are empty: of the
// others it says nothing, and what is known of them stays. Nothing given: it has all of them.
struct RowSource {
    RowId batch = 0;
    int line = 0;
    std::function<bool(std::string_view field)> says = {};
    // Of a bank: another telling of the same money, that may know its amount and day better. Both
    // may change, also when something has been paid with it.
    bool tells_more = false;
};

// `repeated`: the same batch has said it already, word for word.
enum class Recorded { added, changed, known, repeated };

// `remark`: why the receipt cannot pay the invoice that it names, which is another customer's or of
// another currency. It is taken all the same: were it imported before the invoice, nobody could
// tell.
struct RecordedReceipt {
    Recorded recorded = Recorded::added;
    std::optional<std::string> remark = {};
};

// The invoices and receipts of one customer and currency settle each other.
struct Account {
    RowId customer = 0;
    std::string currency;
    friend auto operator<=>(const Account&, const Account&) = default;
};

struct AllocationRow {
    RowId id = 0;
    RowId receipt = 0;
    RowId invoice = 0;
    Date day;
    std::int64_t amount_minor = 0;
    AllocationRule rule = AllocationRule::oldest_due;
};

// What a person said of one payment and one invoice: so much of it is for that invoice, 0: nothing
// of it. Without an amount the rules decide again.
struct RulingRecord {
    RowId receipt = 0;
    RowId invoice = 0;
    std::optional<std::int64_t> amount_minor = {};
    std::string note = {};
};

// All facts of an account, by row id in parallel vectors, and its allocations that nothing
// reverses.
// A confirmed plan of an account, as the replay asks for it: see PlanAgreement.
struct AccountPlan {
    std::string code;
    Date proposed;
    std::optional<Date> cancelled = {};
    std::vector<RowId> debts = {};  // the invoices that it covers, and its interest
    std::vector<std::int64_t> installments_minor = {};
};

struct AccountFacts {
    std::vector<Invoice> invoices;
    std::vector<RowId> invoice_ids;
    std::vector<Receipt> receipts;
    std::vector<RowId> receipt_ids;
    std::vector<AllocationRow> allocations;
    std::vector<RulingRecord> rulings;  // those that hold
    std::vector<AccountPlan> plans;     // in the order of their codes
};

struct BatchRecord {
    RowId id = 0;
    std::string name;  // "2026-11-21-1"
    std::string kind;
    std::string file;
    std::string sha256;
    std::int64_t rows = 0;
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::int64_t known = 0;
    std::int64_t rejected = 0;
};

// What a customer owes on a day and what is on account, in every currency.
struct Balance {
    RowId customer = 0;
    std::vector<RowId> invoices = {};                     // those that are open
    std::map<std::string, std::int64_t> on_account = {};  // minor units by currency
};

// An open item as aging needs it. Amounts in minor units of the account's currency.
struct OpenAmount {
    RowId customer = 0;
    std::string_view currency;  // valid during the call only
    Date issued;
    Date due;
    std::int64_t open_minor = 0;
    RowId invoice = 0;
};

// The days by which an invoice was to be paid: as agreed first, and as people put it off.
struct DueDates {
    Date agreed;
    std::vector<std::pair<Date, Date>> extensions = {};  // day and due date, as they were recorded

    Date on(Date day) const;  // the latest word on the day holds
};

// Money that nobody knows the owner of yet.
struct OwnerlessReceipt {
    RowId id = 0;
    Receipt receipt;
};

// Who paid, as far as the money tells it.
struct PayerEvidence {
    std::string account = {};
    std::string name = {};
    std::string returned_id = {};  // of money that went back: the end-to-end id of what came in

    friend auto operator<=>(const PayerEvidence&, const PayerEvidence&) = default;
};

// What says whose money it is: itself (an invoice, a reference, a notice) or a person; who paid,
// alone; or digits in its text that may be anything, where who paid does not speak against them.
enum class OwnerEvidence { stated, payer, digits };

// A customer whose money was found by other evidence than a stated one.
struct FoundOwner {
    PayerEvidence payer;
    RowId customer = 0;
    OwnerEvidence evidence = OwnerEvidence::payer;
};

// An entry of a bank account that has been read. `code` is the bank's reference, or what is made of
// the entry's contents where it has none.
struct BankEntryRecord {
    RowId id = 0;
    std::string account;
    std::string code;
    Money amount;
    Date booked;
    int details = 0;  // receipts that it became, by the fullest telling of a batch that stands

    static constexpr int called_wrong = -1;  // for `details`: by the bank, and it counts nothing
};

// What a kind of file ("camt.053", "mt940") calls an entry.
struct BankEntryName {
    std::string source;
    std::string account;
    std::string code;
    bool is_reference = false;  // the bank's; else made of the entry's contents
};

// An entry that no file of some kind has named yet, and what is known of it.
struct UnnamedBankEntry {
    BankEntryRecord entry;
    bool has_reference = false;           // of the bank, in the files that told of it
    std::optional<Receipt> receipt = {};  // of an entry that is one transfer
};

// An entry with the kinds of files that have told of it, in their order.
struct ToldBankEntry {
    BankEntryRecord entry;
    std::vector<std::string> sources;
};

struct StatementRecord {
    RowId batch = 0;
    std::string account;
    std::string currency;
    std::string code;
    std::string sequence;
    std::optional<Date> from = {};
    std::optional<Date> to = {};
    std::optional<std::int64_t> opening_minor = {};
    std::optional<std::int64_t> closing_minor = {};
    int entries = 0;
};

struct CustomerName {
    RowId id = 0;
    std::string code;
    std::string name;
    std::string collector;
    std::string segment;
};

struct InvoiceDetail {
    RowId id = 0;
    std::string number;
    std::string reference;
    std::int64_t amount_minor = 0;
};

struct OpenInvoice {
    std::string number;
    std::string customer;
    Money open;
};

struct AccountMoney {
    std::optional<RowId> customer;  // none: nobody knows yet whose it is
    std::string currency;
    std::int64_t amount_minor = 0;
};

std::string pause_code(PauseKind kind, RowId id);  // "D0003", "H0001", "R0002" (promise)
std::string plan_code(RowId id);                   // "P0001"
std::string notice_code(RowId id);                 // "N000001"
// The row of such a code; nothing when it is not one. Case does not matter.
std::optional<RowId> row_of_code(std::string_view code, char letter);

struct PlanRecord {
    RowId id = 0;
    RowId customer = 0;
    Plan plan;
    // Allocations to the covered invoices and to the plan's interest dated after the proposal. On
    // the day of the proposal what came to be known after it of that day and of days before: as
    // much as less was open of the invoices at its end than the plan's principal (money that was
    // booked later, an invoice that was corrected). Of a plan with interest also what the
    // customer's payments since then have on account for interest that it has not charged yet.
    std::vector<MoneyIn> settled;
    std::vector<MoneyIn> principal =
        {};  // of a plan with interest: what is of the covered invoices
};

// An invoice that counts as paid (core/lateness.h).
struct SettledInvoice {
    std::string customer;
    Date due;
    Date settled;  // the day on which the last money came
};

struct ContactRecord {
    RowId id = 0;
    Contact contact;
    Date day;                             // in the book's zone
    std::optional<RowId> corrects = {};   // the entry that this one stands for
    std::optional<RowId> corrected = {};  // by which it was corrected
};

// By what a customer may be reached, and why it pays late, as it last said.
struct ContactStanding {
    std::vector<Channel> opted_out = {};
    std::vector<DeadPoint> dead_points = {};
    bool ceased = false;
    bool represented = false;
    std::string reason = {};
    std::map<RowId, std::string> reasons = {};  // those that were told of one invoice
};

enum class DeliveryState { draft, queued, sending, final, sent, uncertain, failed, cancelled };
std::string_view to_text(DeliveryState state);

struct NoticeSummary {
    RowId id = 0;
    NoticeKind kind = NoticeKind::dunning;
    std::string customer;
    std::string customer_name;
    int level = 0;
    std::string level_name;
    Channel channel = Channel::email;  // the last that it was to go by
    std::string recipient;
    Money total;
    Date day;
    Date pay_by;
    DeliveryState state = DeliveryState::draft;
    std::string draft_reason;  // "approval", "cap"
    bool tasks = false;        // some of its channels are tasks for a person
};

struct DeliveryItem {
    RowId notice = 0;
    Channel channel = Channel::email;
    DeliveryState state = DeliveryState::queued;
    std::string recipient = {};  // where the channel reached the customer when it was drafted
};

// Interest or costs that became part of the debt: with a notice, with a plan, or when the invoice
// was paid that had borne the interest.
struct ChargeRecord {
    RowId id = 0;
    std::string customer;
    RowId notice = 0;   // 0: none has brought it
    RowId plan = 0;     // likewise
    OpenCharge charge;  // also when nothing of it is open
    Money waived;       // of it, by waivers that hold
};

// A charge that no notice brings.
struct StatedCharge {
    std::string number;  // "P0001-I3"
    std::string customer;
    DebtKind kind = DebtKind::interest;
    std::string charged_on = {};  // the invoice; "" = none alone
    RowId plan = 0;
    Money amount;
    Date day;
    Date due;
};

// A charge that turned out to be another amount, and why.
struct ChargeCorrection {
    std::string charge;
    std::string customer;
    Date day;
    Money former;
    Money amount;
    std::string why;
    std::string actor;
};

struct ChargedInvoice {
    RowId customer = 0;
    std::string invoice;
};

// A charge, or a part of it, that was given up; or interest that has accrued and that no notice has
// made part of the debt.
struct WaiverRecord {
    RowId id = 0;
    std::string code;         // "W0001"
    bool of_accrued = false;  // `of` is the invoice; else the charge
    std::string customer;
    std::string of;
    Money amount;
    Date day;
    std::string reason = {};
    std::string note = {};
    std::optional<Money> if_paid = {};  // it holds only if so much is paid
    std::optional<Date> by = {};        // by this day
    std::string actor = {};
    std::optional<Date> ended = {};  // what was given up is owed again from this day on
    std::string why_ended = {};
    std::string renews = {};  // "W0001": whose condition was met after all, by money known late
};

// How a waiver ended: a person took it back, or something that it rests on; or its condition
// failed.
enum class WaiverEnd { taken_back, condition_failed };

// What early payment has earned on an invoice; negative where it was taken back.
struct DiscountRecord {
    std::string code;  // "R-1-D1"
    std::string customer;
    std::string invoice;
    Date day;
    Money amount;
    std::string why;
};

struct RunRecord {
    RowId id = 0;
    Date as_of;
    int notices = 0;
    int withheld = 0;
};

struct PolicyText {
    std::string sha256;
    std::string text;
};

enum class LoadedRows { invoices, receipts };

// What a file is going to bring.
struct ExpectedRows {
    LoadedRows of = LoadedRows::invoices;
    std::size_t at_least = 0;
};

enum class Access { read, write };

class Ledger {
  public:
    // A new file, mode 0600. Throws LedgerError{write_failed} when there is one already.
    static Ledger create(const std::filesystem::path& file);
    // `wait_seconds`: how long a statement waits for another program's transaction.
    static Ledger open(const std::filesystem::path& file, Access access, int wait_seconds);
    static Ledger in_memory();
    Ledger(Ledger&&) noexcept;
    ~Ledger();

    // A change is written whole or not at all: without commit() everything is taken back.
    class Transaction {
      public:
        Transaction(Transaction&&) noexcept;
        ~Transaction();
        void commit();

      private:
        friend class Ledger;
        struct State;
        explicit Transaction(std::unique_ptr<State> state);
        std::unique_ptr<State> state_;
    };
    Transaction begin_write();
    Transaction begin_read();  // a stable view until it ends; commit() is not needed
    // Another number when anybody else has committed since; what this one writes leaves it as it
    // is.
    std::int64_t writings_of_others() const;

    void add_event(const Stamp& stamp, std::string_view kind, std::string_view subject,
                   std::string_view payload_json = "{}");

    // ---- facts (sqlite/customers.cpp, invoices.cpp, receipts.cpp, batches.cpp)
    std::optional<RowId> find_customer(std::string_view code) const;
    std::optional<Customer> customer(std::string_view code) const;
    std::vector<Customer> customers() const;  // by id
    std::optional<Currency> currency_of_customer(std::string_view code) const;
    std::optional<Currency> currency_of_invoice(std::string_view number) const;
    // Any customer or invoice; reads them all when there is none.
    bool has_other_currency_than(Currency currency) const;
    std::optional<std::string> customer_of_invoice(std::string_view number) const;
    std::optional<Money> amount_of_invoice(std::string_view number) const;
    // What a person has set (see customer_file.h) stays as it is.
    std::optional<RowId> row_of_invoice(std::string_view number) const;
    Result<Recorded> put(const Customer& customer, const RowSource& source, const Stamp& stamp);
    // A new invoice whose file says nothing of discounts has the usual ones from then on.
    Result<Recorded> put(const Invoice& invoice, const RowSource& source, const Stamp& stamp,
                         const std::vector<DiscountTerms>& usual_discounts = {});
    // A receipt that names an invoice, fits it, and comes to an account where nothing depends on
    // the others (see sqlite/accounts.h) is set against the invoice at once: that is all that a
    // replay would do.
    Result<RecordedReceipt> put(const Receipt& receipt, const RowSource& source,
                                const Stamp& stamp);
    // A rate of a table from a day on. A known day with another rate is a fault: it has been used.
    Result<Recorded> put(const StatedRate& rate, const RowSource& source);
    std::vector<StatedRate> rates() const;  // by table and day
    // Between the two, put() is faster for the first rows of a ledger, as long as each is new.
    // Nothing but put() may ask for the rows that are loaded. REQUIRES: a write transaction.
    void begin_load(const ExpectedRows& expected);
    void finish_load();
    BatchRecord next_batch(Date as_of) const;
    // A batch comes before its rows. Without a digest it is unfinished: digest and counts come with
    // finish_batch(), in the same transaction.
    void add_batch(const BatchRecord& batch, const Stamp& stamp);
    void finish_batch(const BatchRecord& batch, const Stamp& stamp);
    // What became of the receipts of a batch, by currency.
    struct BatchMoney {
        Money allocated;
        Money left;
    };
    std::vector<std::pair<std::string, BatchMoney>> allocated_of_batch(RowId batch) const;
    bool has_batch(std::string_view sha256, std::string_view kind, Date as_of) const;
    // The day of the newest import that told of money coming in; nothing when there was none.
    std::optional<Date> newest_money_import() const;

    // Takes the batch back: what it added is withdrawn, what it changed is as it was before.
    // Refused, with the reason, when a notice rests on it or a later batch has changed the same
    // rows.
    Result<BatchRecord> undo_batch(std::string_view name, const Stamp& stamp);

    // ---- banks (sqlite/bank.cpp)
    // That some file calls so.
    std::optional<BankEntryRecord> bank_entry(std::string_view account,
                                              std::string_view code) const;
    // Those of the day and amount, of any account, that other kinds of files than `source` name.
    std::vector<UnnamedBankEntry> bank_entries_without_name(Date booked, const Money& amount,
                                                            std::string_view source) const;
    // Money in of the day, of any account, that files which stand have told of.
    std::vector<ToldBankEntry> credits_of_day(Date booked, const Currency& currency) const;
    // Whether files of one kind have told of both.
    bool are_told_by_one_kind(RowId entry, RowId other) const;
    // What entries of the amount became that were booked on one of so many days up to `booked`.
    std::vector<Receipt> receipts_of_entries(Date booked, int days, const Money& amount) const;
    // Adds it, unless there is one of that account and code. It is known by its names alone.
    RowId add_bank_entry(const BankEntryRecord& entry, RowId batch);
    // A file of the batch calls it so, and tells of so many receipts.
    void name_bank_entry(RowId entry, const BankEntryName& name, int details, RowId batch);
    std::optional<Receipt> receipt(ReceiptKind kind, std::string_view id) const;  // not withdrawn
    bool has_receipt(ReceiptKind kind, std::string_view id) const;                // likewise
    // Payments that bear the end-to-end id, and those of it that went back, by their days.
    std::vector<Receipt> payments_called(std::string_view end_to_end_id) const;
    // The receipt counts nothing any more: what it stood for is told by others.
    void withdraw_receipt(ReceiptKind kind, std::string_view id, const RowSource& source);
    void add_statement(const StatementRecord& statement);
    // All statements of an account, by their days.
    std::vector<StatementRecord> statements(std::string_view account,
                                            std::string_view currency) const;
    std::vector<std::string> bank_accounts() const;  // that have statements, as these name them

    // ---- owners (sqlite/owners.cpp)
    // Whether money without an owner, or names that it may belong to, have come since the last
    // call.
    bool take_news_for_owners();
    std::vector<OwnerlessReceipt> receipts_without_owner() const;
    void give_owner(RowId receipt, RowId customer, OwnerEvidence evidence);
    // Those of the day and later whose owner no file named and no person set, with their customers.
    void for_each_found_owner(
        Date since,
        const std::function<void(OwnerlessReceipt&&, RowId customer, OwnerEvidence)>& visit) const;
    bool has_found_owners() const;
    void forget_owner(RowId receipt);  // REQUIRES: it was found
    // From now on its owner is stated. REQUIRES: it was found.
    void confirm_owner(RowId receipt);
    // Those found otherwise, where what has come in this transaction may say something else: each
    // evidence once.
    std::vector<FoundOwner> owners_in_question() const;
    void forget_owners_by(const FoundOwner& found);
    // The customers who have paid from this account, by what the money or a person states.
    std::vector<RowId> customers_who_paid_from(std::string_view account) const;
    // What those who pay from it are called.
    std::vector<std::string> payers_of_account(std::string_view account) const;
    // The customers of what came in with that end-to-end id.
    std::vector<RowId> customers_who_called_it(std::string_view end_to_end_id) const;
    struct InvoiceName {
        std::string_view number;  // valid during the call only
        std::string_view reference;
        RowId customer = 0;
        Date issued;
    };
    void for_each_invoice_name(const std::function<void(const InvoiceName&)>& visit) const;
    // Those that have come, or come to another customer, in this transaction.
    void for_each_new_invoice_name(const std::function<void(const InvoiceName&)>& visit) const;

    // ---- rulings (sqlite/owners.cpp)
    Result<std::string> rule(std::string_view payment, std::string_view invoice,
                             std::optional<Money> amount, std::string_view note,
                             const Stamp& stamp);

    // What of the payment is set against the invoice now. REQUIRES: both are known.
    Money allocated(std::string_view payment, std::string_view invoice) const;

    // ---- allocation (sqlite/allocations.cpp)
    // The accounts whose facts were added or changed since the last call, so that what pays what
    // has to be looked at anew. Payments that put() has set against the invoices that they name
    // are no reason to.
    std::set<Account> take_accounts_to_replay();
    AccountFacts account_facts(const Account& account) const;
    // Those with payments or credits that were not wholly allocated on that day, or are not now.
    std::set<Account> accounts_with_money_left(Date as_of) const;
    // Those of a customer that have any invoice or receipt.
    std::set<Account> accounts_of(RowId customer) const;
    void add_allocation(const AllocationRow& row, const Stamp& stamp);
    void reverse_allocation(const AllocationRow& row, const Stamp& stamp);
    // A receipt of kind `discount`, and its allocation. The row names invoice, day and amount.
    // (sqlite/discounts.cpp)
    void add_discount(const AllocationRow& row, std::string_view reason, const Stamp& stamp);
    // Counts nothing any more, on any day: as account_facts() has it.
    void withdraw_discount(const AllocationRow& row, const Stamp& stamp);
    // Those of the customer that hold, by day and code.
    std::vector<DiscountRecord> discounts(RowId customer) const;

    // ---- checking (sqlite/check.cpp)
    // Every invariant that does not hold, in plain words with the rows concerned; empty when all
    // do.
    std::vector<std::string> violations() const;
    // The same without what has to read every byte: the chain and the file's pages.
    std::vector<std::string> quick_violations() const;
    // A consistent copy as a new file, mode 0600; also while others read and write.
    void back_up(const std::filesystem::path& file) const;

    // ---- aging (sqlite/open_items.cpp)
    // Every item that is open on that day, past or future, in the order of customer and currency.
    void for_each_open_item(Date as_of, const std::function<void(const OpenAmount&)>& visit) const;
    std::unordered_map<RowId, DueDates> extended_due_dates()
        const;                                                // of invoices that were put off
    std::vector<CustomerName> customer_names() const;         // by row id, ascending
    std::vector<CustomerName> former_customer_names() const;  // what they were called before
    InvoiceDetail invoice_detail(RowId invoice) const;
    // One after the other. Ascending rows are the quickest: so they stand in the table.
    void for_each_invoice_detail(std::span<const RowId> invoices,
                                 const std::function<void(InvoiceDetail)>& visit) const;
    std::vector<AccountMoney> on_account(Date as_of) const;
    std::vector<OpenInvoice> open_invoices() const;  // now, by customer
    // What snapshots have settled up to the day, by invoice, in `open`.
    std::vector<OpenInvoice> settled_by_snapshots(Date up_to) const;

    // ---- positions (sqlite/positions.cpp)
    // Of every customer with anything overdue, ascending by code. Like aging it looks at all that
    // is open; balance() at all that one customer ever had.
    std::vector<Balance> overdue_balances(Date as_of) const;
    // Of those customers alone.
    std::vector<Balance> overdue_balances(const std::unordered_set<RowId>& customers,
                                          Date as_of) const;
    Balance balance(RowId customer, Date as_of) const;
    // In the order of the balances, then by currency. Everything but pauses, which depend on the
    // policy's grace: see app/load_position. REQUIRES: the balances are of that day.
    std::vector<CustomerPosition> positions(std::span<const Balance> balances, Date as_of) const;
    std::vector<CustomerPosition> positions(RowId customer, Date as_of) const;

    // The customers about whom there is more to know than what they owe and which notices they had:
    // a pause, plan or referral of any day, or a contact by which a person may have done what no
    // channel could.
    std::unordered_set<RowId> customers_with_more_to_know() const;
    // When the first notice about each invoice went out, of those that count for its level.
    std::unordered_map<RowId, Date> first_notices() const;
    // The last notices that went out by the day about each invoice that was open then.
    std::unordered_set<RowId> latest_notices(Date as_of) const;
    // The rows of interest and costs, which are no items of their own in a position.
    std::unordered_set<RowId> charge_rows() const;

    // Every invoice of the customer that was due before the day, paid since or not, as it was then;
    // by due date, then number.
    std::vector<OpenItem> late_items(RowId customer, Date as_of) const;

    // Of the customers, due from `since` up to the day before `as_of`, as they were on that day.
    std::vector<SettledInvoice> settled_invoices(const std::vector<RowId>& customers, Date since,
                                                 Date as_of,
                                                 const SettledByWords& settled_by) const;

    // ---- charges (sqlite/charges.cpp)
    // Those of the customer that were not taken back, by day and number; as they stood at the end
    // of the day, or as they stand now.
    std::vector<ChargeRecord> charges(RowId customer, std::optional<Date> as_of = {}) const;
    std::optional<ChargeRecord> charge(std::string_view number) const;
    // The charges that came with the notice are no longer owed, as if they had never been; what
    // they were paid with is on account again. How many there were.
    int withdraw_charges(RowId notice, std::string_view why, const Stamp& stamp);
    void post_charge(const StatedCharge& charge, const Stamp& stamp);
    // It is of that amount, under its next version; what it was paid with beyond that is on account
    // again. What it was, and why it is not, stays beside it.
    // REQUIRES: another amount than it has, and not less than was waived of it.
    void correct_charge(const ChargeRecord& charge, const Money& amount, std::string_view why,
                        const Stamp& stamp);
    std::vector<ChargeCorrection> charge_corrections(RowId customer) const;  // by their order
    // Invoices of which interest was charged before money came to be known, since the last night,
    // that had been there by then; or that were corrected themselves: by customer, then number.
    std::vector<ChargedInvoice> charged_on_older_facts(Date as_of) const;
    // Invoices of which interest was charged, and that may have borne less by what the last night
    // did not know: their due date was extended since; rates were imported, or the policy, which
    // may hold some, is another; with the rate of the day of payment, they were paid since or are
    // open. By customer, then number.
    std::vector<ChargedInvoice> charged_by_other_terms(std::string_view policy_sha256,
                                                       RateFixing fixing, Date as_of) const;
    // Likewise, of those of which something was waived, whenever the money came to be known.
    std::vector<ChargedInvoice> waived_on_older_facts(Date as_of) const;
    // Invoices of which a notice has charged interest, that are paid, with money that came or came
    // to be known since the last night, or whose accrued interest is no longer waived since then,
    // and that no plan has covered: by customer, then number.
    std::vector<ChargedInvoice> paid_since_interest_was_charged(Date as_of) const;

    // ---- waivers (sqlite/waivers.cpp)
    // REQUIRES: so much of the charge is open, unless it renews another: then its day is that of
    // the record, and what the charge was paid with since is on account again. The code is the
    // ledger's to give.
    std::string add_waiver(const WaiverRecord& waiver, const Stamp& stamp);
    void end_waiver(const WaiverRecord& waiver, WaiverEnd how, std::string_view why,
                    const Stamp& stamp);
    std::optional<WaiverRecord> waiver(std::string_view code) const;
    std::vector<WaiverRecord> waivers(RowId customer) const;
    std::vector<WaiverRecord> conditional_waivers() const;  // of all customers, those that hold
    // Of all customers, those whose condition failed and that were not given again since.
    std::vector<WaiverRecord> failed_waivers() const;
    // What the customer has paid in the range and has not got back by the day: a return after the
    // range counts against it, too, unless it took back a payment from after the range.
    Money paid_in(const DayRange& range, RowId customer, Currency currency, Date as_of) const;

    // ---- history, for reports (sqlite/history.cpp)
    CustomerHistory history(RowId customer) const;
    void for_each_invoice_issued(const DayRange& range,
                                 const std::function<void(const InvoiceFact&)>& visit) const;
    // Allocations dated in the range, day by day.
    void for_each_settlement(const DayRange& range,
                             const std::function<void(const SettlementFact&)>& visit) const;
    // The same without what settled it, in half the time.
    void for_each_settled_amount(const DayRange& range,
                                 const std::function<void(const SettledAmount&)>& visit) const;
    // Invoices, charges apart, that count as paid at the end of the range (core/lateness.h) and
    // whose last money came in it.
    void for_each_paid_invoice(const DayRange& range, const SettledByWords& settled_by,
                               const std::function<void(const PaidInvoiceFact&)>& visit) const;
    void for_each_receipt(const DayRange& range,
                          const std::function<void(const ReceiptFact&)>& visit) const;
    // Notices that went out in the range and count, day by day.
    void for_each_notice_line(const DayRange& range,
                              const std::function<void(const NoticeLineFact&)>& visit) const;
    // Of those that went out: that came back, as a person has noted for the latest to the address,
    // or whose charges were taken back because it should not have gone out.
    std::set<RowId> notices_without_effect(Date as_of) const;
    // In the order of their time, without those that were corrected.
    void for_each_contact(Date up_to, const std::function<void(const ContactFact&)>& visit) const;
    // By day. Their amounts sum up to how the balance of `seen` has moved since that day ended, in
    // each currency; and what they do to open items to how much more is open
    // (sqlite/late_facts.cpp).
    std::vector<LateFact> recorded_after(Date seen) const;

    // ---- standing (sqlite/standing.cpp)
    RowId add_pause(const PauseRecord& pause, const Stamp& stamp);
    // Of a file. A known id with other contents is a fault: what was agreed stays.
    Result<Recorded> put(const PauseRecord& pause, const RowSource& source, const Stamp& stamp);
    void end_pause(RowId pause, std::string_view outcome, std::string_view note, const Stamp& stamp,
                   std::optional<Date> pay_by = {});
    std::vector<PauseRecord> pauses(const std::vector<RowId>& customers) const;
    std::vector<PauseRecord> all_pauses() const;
    std::optional<PauseRecord> pause(RowId id) const;
    // Payments to each of the invoices, by its number, in the order of their days.
    std::unordered_map<std::string, std::vector<MoneyIn>> payments_to(
        const std::vector<RowId>& invoices) const;
    // Payments of the customer (all, or to one invoice) in one currency: for promises.
    std::vector<MoneyIn> money_in(RowId customer, const Currency& currency,
                                  std::string_view invoice) const;
    // The last receipt that the ledger had when the promise was typed in; 0: none, or the promise
    // came with a file.
    RowId receipts_before(RowId promise) const;

    // What credit notes dated from that day on have taken off the invoice by the end of the other.
    // REQUIRES: the invoice is known.
    Money credited(std::string_view invoice, Date from, Date as_of) const;
    // What of the invoices is owed at the end of the day, and the last day that changed it: of
    // those that are named, or of all in the currency that were issued by `issued_by`.
    struct Debt {
        Money open;
        std::optional<Date> changed = {};
    };
    Debt debt(RowId customer, const Currency& currency, const std::vector<std::string>& invoices,
              Date issued_by, Date as_of) const;

    // ---- due dates and referrals (sqlite/agreements.cpp)
    RowId add_extension(const ExtensionRecord& extension, const Stamp& stamp);
    std::vector<ExtensionRecord> extensions(RowId customer) const;  // in the order of their days
    // When the invoice is due as of the day. REQUIRES: it is known.
    Date due_of_invoice(std::string_view number, Date as_of) const;
    RowId add_referral(const ReferralRecord& referral, const Stamp& stamp);
    void add_referral_step(RowId referral, const ReferralStep& step, const Stamp& stamp);
    std::optional<ReferralRecord> referral(RowId id) const;
    std::vector<ReferralRecord> referrals() const;
    std::vector<ReferralRecord> referrals_of(const std::vector<RowId>& customers) const;

    // ---- credit records (sqlite/credit_records.cpp)
    RowId add_credit_record(const CreditRecord& record, const Stamp& stamp);
    std::optional<CreditRecord> credit_record(RowId id) const;
    std::vector<CreditRecord> credit_records() const;  // in the order of their recording
    std::vector<CreditRecord> credit_records_of(RowId customer) const;

    // ---- contacts (sqlite/contacts.cpp)
    // Typed in: an entry and an event of its own.
    RowId add_contact(const ContactRecord& contact, const Stamp& stamp);
    // Of a file. A known id with other contents is a fault: what was recorded of a contact stays.
    Result<Recorded> put(const ContactRecord& contact, const RowSource& source, const Stamp& stamp);
    // The newest first, without those that were corrected.
    std::vector<ContactRecord> contacts(const std::vector<RowId>& customers) const;
    std::vector<ContactRecord> contacts_and_corrected(RowId customer) const;
    std::optional<ContactRecord> contact(RowId id) const;
    // Messages that went out and contacts that were recorded, for the contact rules. The day of
    // each is the book's.
    std::vector<ContactEvent> contact_events(RowId customer) const;
    // By what the customer may be reached, as it was known at the end of the day.
    ContactStanding contact_standing(RowId customer, Date as_of) const;

    // ---- plans (sqlite/plans.cpp)
    RowId add_plan(const Plan& plan, const Stamp& stamp);
    void add_plan_step(RowId plan, std::string_view step, std::string_view note,
                       const Stamp& stamp);
    std::optional<PlanRecord> plan(RowId id) const;
    std::vector<PlanRecord> plans() const;
    std::vector<PlanRecord> plans_of(const std::vector<RowId>& customers) const;
    // With each instalment by the day, where it has charged any; in the order of plans and days.
    std::vector<ChargedPlanInterest> plan_interest_charged(const std::vector<RowId>& customers,
                                                           Date as_of) const;
    // Of a file: a plan that was confirmed elsewhere. `id` is the file's.
    Result<Recorded> put(const Plan& plan, const RowSource& source, const Stamp& stamp);
    // By its own offer, whatever the policy says.
    bool some_plan_falls_due_in_whole() const;
    bool has_plan_of_file(std::string_view id) const;
    std::vector<PlanStep> plan_steps(RowId plan) const;  // in the order in which they were recorded
    // The same bytes again add nothing.
    void add_plan_document(RowId plan, const PlanDocument& document, const Stamp& stamp);
    std::vector<PlanDocument> plan_documents(RowId plan) const;
    // Each message of a plan is written once: see Ledger::add_notice. What was taken back before it
    // went out does not count.
    void add_plan_message(RowId notice, const PlanMessage& message);
    bool has_plan_message(RowId plan, int n) const;
    std::optional<PlanMessage> plan_message(RowId notice) const;

    // ---- runs (sqlite/runs.cpp)
    RowId next_run() const;
    RowId next_notice() const;
    // Adds the run itself last, when its counts are known.
    void add_run(const RunRecord& run, std::string_view policy_sha256, std::string_view policy_text,
                 const Stamp& stamp);
    // `draft_reason`: "" queues it, "approval" or "cap" makes it wait for a person.
    void add_notice(RowId id, RowId run, const Notice& notice,
                    const std::vector<Document>& documents, std::string_view draft_reason,
                    const Stamp& stamp);
    // Whether it is news: the item's last verdict was another.
    bool add_verdict(RowId run, const Withheld& withheld);
    std::optional<RunRecord> last_run() const;
    // The policies that nights were run by, but for that of the digest; none when nothing was ever
    // charged.
    std::vector<PolicyText> policies_of_charges(std::string_view but_sha256) const;

    // ---- outbox (sqlite/outbox.cpp)
    std::vector<NoticeSummary> notices(std::optional<RowId> run = {}) const;  // the newest first
    // Draft, queued or failed for good, the oldest first.
    std::vector<NoticeSummary> notices_waiting() const;
    std::optional<NoticeSummary> notice(RowId id) const;
    std::vector<NoticeLine> notice_lines(RowId notice) const;
    // As it was composed, but for what only the policy knows (`also`, `letter`) and the customer's
    // reason.
    std::optional<Notice> stored_notice(RowId id) const;
    std::vector<Document> documents(RowId notice) const;
    Document document(RowId notice, Channel channel) const;
    std::vector<DeliveryItem> deliveries(DeliveryState state) const;
    // What was delivered by that channel on that day, in the order of the notices.
    std::vector<DeliveryItem> delivered_on(Date day, Channel channel) const;
    // When the notice's own channel has been sent, its charges become part of the debt, if the
    // policy of its night said so: the account is one to replay then.
    void move_delivery(const DeliveryItem& item, DeliveryState to, std::string_view step,
                       std::string_view detail, const Stamp& stamp);
    // The detail of the latest step of that name; nothing when there was none.
    std::optional<std::string> last_step(const DeliveryItem& item, std::string_view step) const;
    // Whether the last that was tried by that channel to reach that recipient of the customer's,
    // with this notice or an earlier one, did not get there.
    bool last_attempt_failed(const DeliveryItem& item) const;
    // Ends a delivery that has failed for good and queues the next one, which is the notice's own
    // from then on. REQUIRES: the notice has no document for that channel yet.
    void pass_on(const DeliveryItem& failed, std::string_view why, const DeliveryItem& next,
                 const Document& document, const Stamp& stamp);
    // Takes the notice out of the count: its items no longer have its level.
    void cancel_notice(RowId notice, std::string_view why, const Stamp& stamp);
    void approve_notice(RowId notice, std::string_view note, const Stamp& stamp);
    // Each invoice that the notice lists is open on that day by exactly what the notice said, and
    // no interest has been given up since that it claims.
    bool notice_still_holds(RowId notice, Date as_of) const;

  private:
    // Parts of the ledger with headers of their own.
    friend class CustomerFile;
    friend class Erasure;
    friend class Proof;

    struct Impl;
    explicit Ledger(std::unique_ptr<Impl> impl);
    void post_charges(const DeliveryItem& item, const Stamp& stamp);
    void add_waiver_receipt(const WaiverRecord& waiver, const std::string& code,
                            std::int64_t amount_minor, Date day);
    std::unique_ptr<Impl> impl_;
};

}  // namespace dunning
