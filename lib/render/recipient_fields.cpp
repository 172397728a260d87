#include "render/recipient_fields.h"

#include <algorithm>

#include "core/country_names.h"
#include "core/country_zones.h"
#include "core/town_line.h"
#include "render/plain_line.h"

namespace dunning {
namespace {

// A book that does not say where it is, is where its clock is.
bool is_at_home(const Customer& customer, const BookSettings& book) {
    if (!book.country.empty()) return customer.country == book.country;
    return std::ranges::find(zones_of_country(customer.country), book.timezone) !=
           zones_of_country(customer.country).end();
}

}  // namespace

void declare_recipient(TemplateFields& fields) {
    fields.scalars({"customer", "customer_id", "address", "postal_code", "city", "town", "country",
                    "collector"});
    fields.flag("business").flag("consumer").flag("largest_first");
}

void add_recipient(std::map<std::string, std::string>& values, const Customer& customer,
                   const BookSettings& book) {
    const std::string_view country = customer.country.empty() ? book.country : customer.country;
    values["customer"] = plain_line(customer.name);
    values["customer_id"] = plain_line(customer.id);
    values["address"] = plain_line(customer.address);
    values["postal_code"] = plain_line(customer.postal_code);
    values["city"] = plain_line(customer.city);
    values["town"] = plain_line(town_line(customer.postal_code, customer.city, country));
    values["country"] =
        is_at_home(customer, book) ? "" : plain_line(country_on_envelope(customer.country));
    const bool at_home = values["country"].empty();
    values["largest_first"] = at_home && writes_largest_first(country) ? "yes" : "";
    values["collector"] = plain_line(customer.collector);
    values["business"] = customer.kind == CustomerKind::business ? "yes" : "";
    values["consumer"] = customer.kind == CustomerKind::consumer ? "yes" : "";
}

}  // namespace dunning
