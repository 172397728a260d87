// Reports: whatever they show the money by, it is the money that aging has.
#include <fmt/format.h>

#include <set>
#include <tuple>

#include "app/analyse_book.h"
#include "app/build_statement.h"
#include "app/forecast_cash.h"
#include "app/list_deadlines.h"
#include "app/load_position.h"
#include "app/month_end.h"
#include "app/monthly_rolls.h"
#include "app/out_of_reach.h"
#include "app/roll_book.h"
#include "app/trend_book.h"
#include "core/decision.h"
#include "simulation/invariants.h"

namespace dunning::simulation {
namespace {

ReportSums aged(const AgeReport& report) {
    ReportSums sums;
    for (const AgeTotal& total : report.totals) {
        sums[std::string(total.currency.code())] = {total.open.minor(), total.overdue.minor()};
    }
    return sums;
}

struct SegmentSums {
    ReportSums now;
    ReportSums before;
};

SegmentSums summed(const std::vector<SegmentRow>& rows) {
    SegmentSums sums;
    for (const SegmentRow& row : rows) {
        sums.now[row.currency].open += row.open.minor();
        sums.now[row.currency].overdue += row.overdue.minor();
        sums.before[row.currency].open += row.open_before.minor();
        sums.before[row.currency].overdue += row.overdue_before.minor();
    }
    return sums;
}

// What is open alone is looked at, where a report does not know what is overdue.
ReportSums open_alone(ReportSums sums) {
    for (auto& [currency, sum] : sums) sum.overdue = 0;
    return sums;
}

// The questions of one book on one day, compared with an earlier one.
class ReportQuestions {
  public:
    ReportQuestions(const Ledger& ledger, const Policy& policy, Date since, Date day)
        : ledger_(ledger),
          policy_(policy),
          since_(since),
          day_(day),
          then_(age_ledger(ledger, policy, {.by = AgeBy::currency}, since)),
          now_(age_ledger(ledger, policy, {.by = AgeBy::currency}, day)) {}

    Problems ask() {
        ask_segments();
        ask_forecast();
        ask_trend();
        ask_month_end();
        ask_rolls();
        ask_statements();
        ask_deadlines();
        ask_out_of_reach();
        ask_monthly_rolls();
        return std::move(problems_);
    }

  private:
    void compare(std::string_view report, const ReportSums& expected, const ReportSums& reported) {
        append(problems_,
               tie_problems(fmt::format("{} on {}", report, to_text(day_)), expected, reported));
    }

    // The quick way to deadlines says what whole positions say.
    void ask_deadlines() {
        using Answer = std::tuple<std::string, Date, std::string, DeadlineStatus>;
        std::multiset<Answer> expected;
        std::multiset<Answer> listed;
        for_each_overdue(ledger_, policy_, day_, [&](const OverdueBatch& batch) {
            for (const CustomerPosition& position : batch.positions) {
                for (const OpenItem& item : position.items) {
                    if (!is_overdue(item, policy_, day_)) continue;
                    const auto deadline = deadline_of(item, policy_, day_);
                    if (!deadline) continue;
                    expected.emplace(item.invoice, deadline->due, to_decimal(item.open),
                                     deadline->status);
                }
            }
        });
        for (const DeadlineRow& row : list_deadlines(ledger_, policy_, day_)) {
            listed.emplace(row.invoice, row.deadline.due, to_decimal(row.open),
                           row.deadline.status);
        }
        if (expected != listed) {
            problems_.push_back(fmt::format("deadlines on {}: {} listed, positions have {}",
                                            to_text(day_), listed.size(), expected.size()));
        }
    }

    // The quick way to customers whom nothing reaches says what whole positions say.
    void ask_out_of_reach() {
        using Answer = std::tuple<std::string, std::string, std::string>;
        std::multiset<Answer> expected;
        std::multiset<Answer> listed;
        Policy any_day = policy_;
        any_day.contact.working_days_only = false;
        const DecisionContext context{.policy = any_day, .newest_payment_import = {}};
        for_each_overdue(ledger_, policy_, day_, [&](const OverdueBatch& batch) {
            for (const CustomerPosition& position : batch.positions) {
                const auto found = out_of_reach(position, context, day_);
                if (!found) continue;
                expected.emplace(found->customer, to_decimal(found->amount), found->detail);
            }
        });
        for (const OutOfReach& found : list_out_of_reach(ledger_, policy_, day_)) {
            listed.emplace(found.customer, to_decimal(found.amount), found.detail);
        }
        if (expected != listed) {
            problems_.push_back(fmt::format("out of reach on {}: {} listed, positions have {}",
                                            to_text(day_), listed.size(), expected.size()));
        }
    }

    void ask_segments() {
        for (const SegmentBy by : {SegmentBy::segment, SegmentBy::class_name, SegmentBy::kind,
                                   SegmentBy::country, SegmentBy::collector}) {
            const auto sums = summed(analyse_segments(ledger_, policy_, by, since_, day_));
            compare(to_text(by), aged(now_), sums.now);
            compare(to_text(by), aged(then_), sums.before);
        }
        ReportSums overdue = aged(now_);
        for (auto& [currency, sum] : overdue) sum.open = sum.overdue;
        compare("reasons", overdue, summed(analyse_reasons(ledger_, policy_, since_, day_)).now);
    }

    void ask_forecast() {
        const Forecast forecast = forecast_cash(ledger_, policy_, {.weeks = 6}, day_);
        for (const ForecastPart& part : forecast.parts) {
            const bool is_ahead = !part.expected || *part.expected > day_;
            if (is_ahead && part.amount.minor() > 0) continue;
            problems_.push_back(fmt::format("forecast: {} on {}", to_decimal(part.amount),
                                            to_text(*part.expected)));
        }
        ReportSums sums;
        for (const ForecastWeek& week : forecast.weeks) {
            sums[week.currency].open += week.expected.minor();
        }
        compare("forecast", open_alone(aged(now_)), sums);
    }

    void ask_trend() {
        constexpr int months = 3;
        std::map<Date, ReportSums> by_end;
        for (const auto& [currency, figures] : trend_book(ledger_, policy_, months, day_)) {
            for (const MonthFigures& month : figures) {
                by_end[month.month.to][currency] = {month.open.minor(), month.overdue.minor()};
            }
        }
        for (const auto& [end, sums] : by_end) {
            compare("trend", aged(age_ledger(ledger_, policy_, {.by = AgeBy::currency}, end)),
                    sums);
        }
    }

    void ask_month_end() {
        ReportSums before;
        ReportSums after;
        ReportSums moved;
        for (const auto& [currency, move] :
             aging_changes(ledger_, policy_, since_, day_).movements) {
            before[currency].open = move.open_then.minor();
            after[currency].open = move.open_now.minor();
            moved[currency].open =
                (move.open_then + move.invoiced - move.paid - move.credited - move.written_off)
                    .minor();
        }
        compare("month end then", open_alone(aged(then_)), before);
        compare("month end now", open_alone(aged(now_)), after);
        compare("month end moved", after, moved);
    }

    // Where the money of the earlier day is now, bucket by bucket.
    void ask_rolls() {
        const auto matrices =
            roll_matrices(ledger_, policy_, {since_, day_}, [](RowId) { return std::string(); });
        for (const AgeTotal& total : then_.totals) {
            const auto matrix = matrices.find({std::string(total.currency.code()), ""});
            for (std::size_t i = 0; i < total.buckets.size(); ++i) {
                const std::int64_t rolled =
                    matrix == matrices.end() ? 0 : matrix->second.row_sum(i);
                if (rolled == total.buckets[i].minor()) continue;
                problems_.push_back(fmt::format("rolls of {} from bucket {}: {} of {}",
                                                total.currency.code(), i, rolled,
                                                total.buckets[i].minor()));
            }
        }
    }

    // Those of several months at once are those of each.
    void ask_monthly_rolls() {
        const std::vector<Date> days{since_ - 30, since_, day_};
        const auto monthly = monthly_rolls(ledger_, policy_, days);
        for (std::size_t i = 0; i + 1 < days.size(); ++i) {
            std::map<Currency, RollMatrix> alone;
            for (auto& [key, matrix] : roll_matrices(ledger_, policy_, {days[i], days[i + 1]},
                                                     [](RowId) { return std::string(); })) {
                alone.emplace(*Currency::from_code(key.currency), std::move(matrix));
            }
            if (alone == monthly[i]) continue;
            problems_.push_back(fmt::format("rolls from {} to {} differ from those of both months",
                                            to_text(days[i]), to_text(days[i + 1])));
        }
    }

    void ask_statements() {
        ReportSums closing;
        for (const CustomerName& name : ledger_.customer_names()) {
            const Statement statement =
                build_statement(ledger_, policy_, name.code, {.period = {since_ + 1, day_}});
            for (const StatementAccount& account : statement.accounts) {
                const std::string currency(account.currency.code());
                closing[currency].open += account.closing.minor();
                closing[currency].overdue += account.overdue.minor();
                const Money moved =
                    account.opening + account.invoiced - account.paid - account.credited;
                if (moved == account.closing) continue;
                problems_.push_back(fmt::format("statement of {}: {} moves to {}, not {}",
                                                name.code, to_decimal(account.opening),
                                                to_decimal(moved), to_decimal(account.closing)));
            }
        }
        ReportSums balances = aged(now_);
        // Money of nobody is in nobody's statement.
        for (const AccountMoney& money : ledger_.on_account(day_)) {
            if (money.customer) balances[money.currency].open -= money.amount_minor;
        }
        compare("statements", balances, closing);
    }

    const Ledger& ledger_;
    const Policy& policy_;
    const Date since_;
    const Date day_;
    const AgeReport then_;
    const AgeReport now_;
    Problems problems_ = {};
};

}  // namespace

Problems tie_problems(const std::string& report, ReportSums expected, ReportSums reported) {
    for (const auto& [currency, sum] : expected) reported.try_emplace(currency);
    Problems problems;
    for (const auto& [currency, sum] : reported) {
        const ReportSum& wanted = expected[currency];
        if (sum == wanted) continue;
        problems.push_back(fmt::format("{}: {} {} open and {} overdue, aging has {} and {}", report,
                                       currency, sum.open, sum.overdue, wanted.open,
                                       wanted.overdue));
    }
    return problems;
}

Problems report_problems(const Ledger& ledger, const Policy& policy, Date since, Date day) {
    return ReportQuestions(ledger, policy, since, day).ask();
}

}  // namespace dunning::simulation
