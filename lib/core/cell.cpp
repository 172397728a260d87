#include "core/cell.h"

#include <fmt/format.h>

#include "core/decimal.h"
#include "core/joined.h"

namespace dunning {

std::string cell_text(const ReportCell& cell) {
    struct Text {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
        std::string operator()(bool truth) const { return truth ? "true" : "false"; }
        std::string operator()(const Money& money) const { return to_decimal(money); }
        std::string operator()(Date date) const { return to_text(date); }
        std::string operator()(const std::vector<std::string>& names) const {
            return joined(names);
        }
        std::string operator()(const Decimal& number) const {
            return decimal_text(number.scaled, number.places);
        }
    };
    return std::visit(Text{}, cell);
}

}  // namespace dunning
