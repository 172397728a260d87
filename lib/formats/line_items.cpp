#include "formats/line_items.h"

#include <fmt/format.h>

#include <cstdlib>

namespace dunning {
namespace {

Receipt credit_of_negative(const Invoice& invoice) {
    return {.kind = ReceiptKind::credit,
            .id = invoice.number,
            .customer = invoice.customer,
            .date = invoice.issued,
            .amount = -invoice.amount,
            .invoice = {},
            .reference = invoice.reference,
            .method = {},
            .description = invoice.description};
}

}  // namespace

void LineItemSink::take(const Invoice& invoice, const Beside& beside, const FactPlace& place) {
    if (items_ == LineItems::none) return pass_on(invoice, beside, place);
    if (pending_ && pending_->number == invoice.number) return add(invoice, place);
    finish();
    pending_ = invoice;
    beside_ = beside;
    place_.emplace(place);
}

void LineItemSink::add(const Invoice& line, const FactPlace& place) {
    const auto refuse = [&](std::string_view field) {
        diagnostics_.error(
            place.of(field),
            fmt::format("invoice {} has another {} on line {}", line.number, field, place_->line()),
            "the rows of one invoice must agree", std::string(field));
    };
    if (line.customer != pending_->customer) return refuse("customer");
    if (line.issued != pending_->issued) return refuse("issued");
    if (line.amount.currency() != pending_->amount.currency()) return refuse("currency");
    // A line that lowers the invoice need not say when it is due.
    if (pending_->amount.is_negative()) pending_->due = line.due;
    if (line.due != pending_->due && !line.amount.is_negative()) return refuse("due");
    if (line.discounts && line.discounts != pending_->discounts) return refuse("discount_percent");
    if (items_ == LineItems::add_up) {
        pending_->amount += line.amount;
        if (std::abs(pending_->amount.minor()) <= max_amount_minor) return;
        pending_->amount = line.amount;
        diagnostics_.error(place.of("amount"),
                           fmt::format("the lines of invoice {} add up to too much", line.number),
                           "", "amount");
    } else if (line.amount != pending_->amount) {
        refuse("amount");
    }
}

void LineItemSink::finish() {
    if (!pending_) return;
    const Invoice whole = std::move(*pending_);
    pending_.reset();
    pass_on(whole, beside_, *place_);
}

void LineItemSink::pass_on(const Invoice& whole, const Beside& beside, const FactPlace& place) {
    if (whole.amount.is_negative()) {
        next_.take(credit_of_negative(whole), beside, place);
    } else {
        next_.take(whole, beside, place);
    }
}

}  // namespace dunning
