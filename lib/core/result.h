// Result<T>: a value, or what is wrong with the input in one sentence.
//
// For expected failures (text that is no date). The names follow std::expected, which g++ 12 lacks.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/check.h"

namespace dunning {

// What is wrong, without a place: the caller knows the file and line and makes a Diagnostic of it.
struct Fault {
    std::string what;
    std::string remedy = {};
    std::string field = {};  // the column or option concerned, if it is not the whole

    friend bool operator==(const Fault&, const Fault&) = default;
};

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: converts
    Result(Fault fault) : content_(std::in_place_index<1>, std::move(fault)) {}  // NOLINT: converts

    bool has_value() const { return content_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    // REQUIRES: has_value()
    const T& value() const& {
        DUNNING_CHECK(has_value());
        return *std::get_if<0>(&content_);
    }
    T&& value() && {
        DUNNING_CHECK(has_value());
        return std::move(*std::get_if<0>(&content_));
    }
    const T& operator*() const& { return value(); }
    const T* operator->() const { return &value(); }

    // REQUIRES: !has_value()
    const Fault& error() const {
        DUNNING_CHECK(!has_value());
        return *std::get_if<1>(&content_);
    }

    T value_or(T other) const& { return has_value() ? value() : std::move(other); }

  private:
    std::variant<T, Fault> content_;
};

}  // namespace dunning
