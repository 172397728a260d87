#include "formats/charge_phrases.h"

#include <fmt/format.h>

#include "formats/policy_phrases.h"
#include "formats/statute_file.h"

namespace dunning {
namespace {

// Which day's rate stands for `day`, where the table has one for each half-year.
std::string phrase_reference(ReferenceDay reference, std::string_view day) {
    switch (reference) {
        case ReferenceDay::own_day:
            return fmt::format("the rate of {}", day);
        case ReferenceDay::half_year_first:
            return fmt::format("the rate of the first day of the half-year of {}", day);
        case ReferenceDay::half_year_eve:
            return fmt::format("the rate of the day before the half-year of {}", day);
    }
    return "";
}

std::string phrase(RateFixing fixing, ReferenceDay reference) {
    switch (fixing) {
        case RateFixing::float_half_year:
            return "each day bears the rate of its half-year";
        case RateFixing::fixed_at_start:
            return phrase_reference(reference, "the first day of interest") +
                   " holds for the life of the debt";
        case RateFixing::fixed_at_payment:
            return phrase_reference(reference, "the day of payment") +
                   " holds for the whole time before it";
        case RateFixing::float_change_date:
            return "each day bears the rate of that day";
    }
    return "";
}

std::string phrase_multiple(std::int64_t millionths) {
    if (millionths == 1'000'000) return "";
    return fmt::format("{} times ", to_text(Rate{millionths}));
}

std::string phrase_margin(Rate margin) {
    if (margin == Rate{}) return "";
    const bool below = margin < Rate{};
    const Rate size{below ? -margin.millionths_of_percent : margin.millionths_of_percent};
    return fmt::format(" {} {} points", below ? "less" : "plus", to_text(size));
}

std::string phrase_rate(const InterestTerms& terms) {
    if (terms.method == InterestMethod::fixed) {
        return fmt::format("Interest of {} % a year", to_text(terms.yearly));
    }
    return fmt::format("Interest of {}{} ({}){} a year", phrase_multiple(terms.multiple_millionths),
                       terms.table->title, terms.table->name, phrase_margin(terms.yearly));
}

std::string explain_table(const InterestTerms& terms) {
    if (terms.method != InterestMethod::reference) return {};
    const RateTable& table = *terms.table;
    const RateRow& last = table.rows.back();
    std::string text = fmt::format(" Of the reference rate {}. Its last row is {} % from {}",
                                   phrase(terms.fixing, table.reference_day), to_text(last.rate),
                                   to_text(last.from));
    if (table.verified && *table.verified > last.from) {
        text += fmt::format(", verified on {}", to_text(*table.verified));
    }
    if (terms.max_age_days) {
        text += fmt::format("; older than {} it is not used",
                            phrase(Duration{*terms.max_age_days, false}));
    }
    return text + ".";
}

std::string explain_bounds(const InterestTerms& terms) {
    std::string text;
    if (terms.max_rate) text += fmt::format(" The rate is at most {} %.", to_text(*terms.max_rate));
    if (terms.cap_percent_of_principal) {
        text += fmt::format(" It is at most {} % of the amount of the invoice.",
                            to_text(*terms.cap_percent_of_principal));
    }
    if (terms.minimum) text += fmt::format(" Less than {} is not claimed.", phrase(*terms.minimum));
    if (terms.round == InterestRounding::per_segment) text += " Each segment is rounded by itself.";
    if (terms.round == InterestRounding::daily) text += " Each day is rounded by itself.";
    if (terms.round_to) text += fmt::format(" It is rounded to {}.", phrase(*terms.round_to));
    return text;
}

std::string explain_statute(const Policy& policy) {
    const auto statute = find_statute(policy.statute);
    if (!statute) return {};
    std::string text = fmt::format("The terms are those of {} ({}), which binds {}:\n",
                                   statute->name, statute->title, statute->binds);
    for (const std::string& article : statute->law) text += fmt::format("- {}.\n", article);
    return text;
}

std::string phrase(const FeeRate& fee) {
    std::string text;
    if (fee.fixed) text = phrase(*fee.fixed);
    if (fee.fixed && fee.percent) text += " and ";
    if (fee.percent) text += fmt::format("{} % of the claim", to_text(*fee.percent));
    return text;
}

}  // namespace

std::string phrase(const FeeTerms& fees) {
    std::vector<std::string> bands;
    for (const FeeTier& tier : fees.tiers) {
        bands.push_back(phrase(tier.fee) +
                        (tier.below ? fmt::format(" below {}", phrase(*tier.below)) : ""));
    }
    std::string text = fmt::format("{}", fmt::join(bands, ", else "));
    if (fees.bands == FeeBands::accumulated) text += ", each band for its part of the claim";
    if (fees.minimum) text += fmt::format(", at least {}", phrase(*fees.minimum));
    if (fees.maximum) text += fmt::format(", at most {}", phrase(*fees.maximum));
    if (fees.per == FeePer::invoice) text += ", once for each invoice";
    return text;
}

std::string explain_interest(const Policy& policy) {
    const auto& terms = policy.interest;
    if (terms.method == InterestMethod::none) return "No interest is claimed.\n";
    std::string text = fmt::format("{} ({}) runs from {}", phrase_rate(terms),
                                   to_text(terms.day_count), phrase(terms.first_day));
    if (terms.last_day == InterestLastDay::day_before) text += " to the day before payment";
    if (terms.roll_closed_day) {
        text += ", a due date on a closed day being the next working day";
    }
    if (terms.grace_days > 0) {
        text += fmt::format(", but not while an invoice is at most {} overdue",
                            phrase(Duration{terms.grace_days, false}));
    }
    text += terms.compounding == Compounding::none
                ? "; it bears no interest itself."
                : "; what a month has borne bears interest from the next month on.";
    text += policy.post_charges ? " With the notice that claims it, it becomes part of the debt."
                                : " It is shown in notices and is not added to the debt.";
    if (policy.post_charges && policy.post_rest) {
        text += " What runs on until the payment is charged on the night after it.";
    }
    if (terms.customers) {
        text += fmt::format(
            " From {} nothing of this is claimed, nor a lump sum.",
            *terms.customers == CustomerKind::business ? "consumers" : "business customers");
    }
    text += explain_table(terms) + explain_bounds(terms) + "\n";
    return text + explain_statute(policy);
}

std::string explain_fees(const Policy& policy) {
    std::string text;
    if (policy.lump_sum.amount) {
        text += fmt::format(
            "Each invoice that is claimed with interest costs a lump sum, once: {}{}.\n",
            phrase(*policy.lump_sum.amount),
            policy.lump_sum.credited ? "; fees of notices count only where they are more" : "");
    }
    if (policy.fees.tiers.empty()) return text;
    text += fmt::format(
        "Where a level has no fee of its own, the fee goes by the size of the claim: {}.\n",
        phrase(policy.fees));
    return text;
}

}  // namespace dunning
