// What people change in a customer's file. Each function checks first, writes in the caller's
// transaction and answers with one line for the person who asked; a fault says why not.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/customer_view.h"

namespace dunning {

// "email", "ar@acme.example". What is set stays, whatever files say, until it is left to them
// again.
using FieldValue = std::pair<std::string, std::string>;
Result<std::vector<FieldChange>> set_fields(Ledger& ledger, const Policy& policy,
                                            const std::string& customer,
                                            const std::vector<FieldValue>& values,
                                            const Stamp& stamp);
Result<std::string> leave_to_files(Ledger& ledger, const std::string& customer,
                                   const std::vector<std::string>& fields, const Stamp& stamp);

Result<std::string> assign_customer(Ledger& ledger, const std::string& customer,
                                    const std::string& collector, const std::string& note,
                                    const Stamp& stamp);

struct Reviewed {
    Rating rating;
    ReviewRecord review;
    std::optional<ReviewRecord> before = {};
};
Result<Reviewed> review_customer(Ledger& ledger, const Policy& policy, const std::string& customer,
                                 std::optional<Date> next, const std::string& note,
                                 const Stamp& stamp);

enum class UsePoint { for_notices, beside_others };
Result<std::string> add_point(Ledger& ledger, const Policy& policy, const std::string& customer,
                              const ContactPoint& point, UsePoint use, const Stamp& stamp);
// `code`: "K0001", or "email" for what the file of customers says.
Result<std::string> correct_point(Ledger& ledger, const Policy& policy, const std::string& customer,
                                  const std::string& code, const std::string& value,
                                  const std::string& note, const Stamp& stamp);
Result<std::string> end_point(Ledger& ledger, const Policy& policy, const std::string& customer,
                              const std::string& code, const std::string& note, const Stamp& stamp);

Result<std::string> decide_credit(Ledger& ledger, const std::string& customer,
                                  const CreditDecision& decision, const Stamp& stamp);
Result<std::string> lift_credit(Ledger& ledger, const std::string& customer,
                                const std::string& note, const Stamp& stamp);

Result<std::string> begin_legal_hold(Ledger& ledger, const std::string& customer,
                                     const LegalHold& hold, const Stamp& stamp);
Result<std::string> end_legal_hold(Ledger& ledger, const std::string& customer,
                                   const std::string& note, const Stamp& stamp);

}  // namespace dunning
