// How a failed check shows our values.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "core/date.h"
#include "core/money.h"
#include "core/rate.h"

namespace doctest {

template <>
struct StringMaker<dunning::Money> {
    static String convert(const dunning::Money& value) {
        return (to_decimal(value) + " " + std::string(value.currency().code())).c_str();
    }
};

template <>
struct StringMaker<dunning::Date> {
    static String convert(const dunning::Date& value) { return to_text(value).c_str(); }
};

template <>
struct StringMaker<dunning::Rate> {
    static String convert(const dunning::Rate& value) { return to_text(value).c_str(); }
};

}  // namespace doctest
