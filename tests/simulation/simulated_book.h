// The book of the simulation: a policy with everything that a notice can meet, and no files.
#pragma once

#include "app/book.h"
#include "simulation/standing.h"

namespace dunning::simulation {

inline const Date first_day = Date::from_ymd(2026, 1, 5);  // of the book

Book simulated_book();
// Levels that fit the lateness are taken at once, and each invoice has a notice of its own.
Book book_by_invoice();

const TemplateSet& shipped_templates();
Graces graces_of(const Policy& policy);

// Somebody's work on the day, recorded at an hour of it (UTC).
Stamp stamp_of(Date day, int hour = 9);

}  // namespace dunning::simulation
