// Invoices from files that have one row per line item: rows of one number that stand together
// become one invoice.
//
// A negative invoice is a credit note, as many systems export it: it keeps its number. That is said
// here, of the whole, because a single line may be a discount.
#pragma once

#include <optional>
#include <string>

#include "core/import_profile.h"
#include "formats/facts.h"

namespace dunning {

// Passes everything on: invoices that have one row at once, others when the caller says that all
// their rows have come.
class LineItemSink final : public PassingSink {
  public:
    LineItemSink(LineItems items, FactSink& next, Diagnostics& diagnostics)
        : PassingSink(next), items_(items), diagnostics_(diagnostics) {}

    using PassingSink::take;
    // The amount may be negative.
    void take(const Invoice& invoice, const Beside& beside, const FactPlace& place) override;

    void finish();                       // passes on the invoice whose rows have come
    void forget() { pending_.reset(); }  // one of them is bad, so the whole would be wrong

  private:
    // The place of the first row, which is gone when its invoice is passed on.
    class KeptPlace final : public FactPlace {
      public:
        explicit KeptPlace(const FactPlace& place)
            : whole_(place.of("number")),
              says_reference_(place.says("reference")),
              says_description_(place.says("description")),
              says_amount_(place.says("amount")) {}
        int line() const override { return whole_.line; }
        Place of(std::string_view) const override { return whole_; }
        bool says(std::string_view field) const override {
            if (field == "reference") return says_reference_;
            if (field == "description") return says_description_;
            return field == "customer" || (field == "amount" && says_amount_);
        }

      private:
        Place whole_;
        bool says_reference_;
        bool says_description_;
        bool says_amount_;
    };

    void add(const Invoice& line, const FactPlace& place);
    void pass_on(const Invoice& whole, const Beside& beside, const FactPlace& place);

    LineItems items_;
    Diagnostics& diagnostics_;
    std::optional<Invoice> pending_;
    Beside beside_;
    std::optional<KeptPlace> place_;
};

}  // namespace dunning
