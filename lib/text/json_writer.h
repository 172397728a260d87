// JsonWriter: JSON on one line, keys in the order written, UTF-8 as it is.
//
// Money is a string of its decimal form, because readers with floating point would change it; dates
// are ISO 8601. There is no way to write a floating point number. Bytes that are no UTF-8 become
// U+FFFD: the output is valid whatever an import contained. Keys without values, values without
// keys and unbalanced ends are failed checks.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.h"
#include "core/date.h"
#include "core/money.h"

namespace dunning {

// Exactly bool, so that no pointer turns into "true" on the way.
template <class T>
concept JsonTruth = std::same_as<T, bool>;

template <class T>
concept JsonInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>;

class JsonWriter {
  public:
    JsonWriter();
    ~JsonWriter();
    JsonWriter(JsonWriter&&) noexcept;
    JsonWriter& operator=(JsonWriter&&) noexcept;

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    JsonWriter& string(std::string_view text);
    JsonWriter& integer(std::int64_t number);
    JsonWriter& boolean(JsonTruth auto truth) { return truth ? write_true() : write_false(); }
    JsonWriter& money(const Money& amount);
    JsonWriter& date(Date day);
    JsonWriter& null();

    // A complete JSON value that was written before, as it is. REQUIRES: it is valid JSON.
    JsonWriter& raw(std::string_view json);

    // The value as its type says; an empty optional is null.
    JsonWriter& value(std::string_view text) { return string(text); }
    JsonWriter& value(const Money& amount) { return money(amount); }
    JsonWriter& value(Date day) { return date(day); }
    JsonWriter& value(JsonTruth auto truth) { return boolean(truth); }
    JsonWriter& value(JsonInteger auto number) {
        DUNNING_CHECK(std::in_range<std::int64_t>(number));
        return integer(static_cast<std::int64_t>(number));
    }
    JsonWriter& value(std::nullptr_t) = delete;  // no text; null() is the value
    template <class T>
    JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }

    // A key and its value, of any type that value() takes; others do not compile.
    template <class T>
    JsonWriter& field(std::string_view name, const T& content) {
        return key(name).value(content);
    }

    // What was written since the last time; the writer goes on where it is. A long array need not
    // be in memory whole.
    std::string take_part();

    // What was written; the writer is empty again. REQUIRES: exactly one complete value was
    // written.
    std::string take();

  private:
    JsonWriter& write_true();
    JsonWriter& write_false();

    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace dunning
