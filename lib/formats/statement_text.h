// What the readers of MT940, OFX and BAI2 share: numbered lines, days, amounts and texts as banks
// write them, and problems with a limit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/diagnostic.h"
#include "core/money.h"

// A namespace of its own: such short names are wanted elsewhere too.
namespace dunning::statement {

// Problems of one file that are listed; the rest is counted.
inline constexpr std::size_t max_statement_problems = 200;
// Entries of one file: an entry of twenty bytes becomes a value of half a kilobyte.
inline constexpr std::size_t max_statement_entries = 500'000;
// One field or record with all that continues it. The standards have less than a kilobyte.
inline constexpr std::size_t max_statement_field_bytes = 64 * 1024;

// The problems of one file. An error means that nothing of the file may be taken.
class StatementProblems {
  public:
    StatementProblems(const std::string& file, Diagnostics& diagnostics)
        : file_(file), diagnostics_(diagnostics) {}

    void error(int line, int column, std::string what, std::string remedy = {});
    void warning(int line, int column, std::string what, std::string remedy = {});
    bool failed() const { return failed_; }
    // An error: the field or record is longer than max_statement_field_bytes.
    void too_long(int line, int column);
    // Says how many problems are not listed.
    void finish();
    // Counts one more entry or statement; false, with an error the first time, past the limit.
    bool count_entry(int line);

  private:
    bool has_room();

    const std::string& file_;
    Diagnostics& diagnostics_;
    std::size_t listed_ = 0;
    std::size_t unlisted_ = 0;
    std::size_t entries_ = 0;
    bool failed_ = false;
};

struct TextLine {
    std::string_view text;  // without its end: LF, CR LF or CR
    int number = 0;
};

class LineReader {
  public:
    explicit LineReader(std::string_view text) : rest_(text) {}
    bool next(TextLine& line);

  private:
    std::string_view rest_;
    int number_ = 0;
};

struct DayParts {
    int year = 0;
    int month = 0;
    int day = 0;
};

// "070904" and "20070904"; month 1 to 12, day 1 to 31, whether or not that month has it. Years of
// two digits: 70 to 99 are 19xx. Nothing for anything else.
std::optional<DayParts> split_day(std::string_view digits);
// The day, or the last of its month: banks that count every month as thirty days write 30 February.
Date day_or_month_end(DayParts parts);
// The day when it exists.
std::optional<Date> exact_day(std::string_view digits);

// Control characters and bidirectional controls become blanks, blanks at both ends go: such a text
// may be shown and printed.
std::string tidy(std::string_view text);
// tidy, and one blank where several were: names.
std::string single_spaced(std::string_view text);
std::string without_blanks(std::string_view text);
// A piece of the file within a message: one line, no controls, of bounded length.
std::string shown(std::string_view text);

// With a blank between, when there is something on both sides.
void append_word(std::string& text, std::string_view more);

// Pieces of one text. A piece that fills `width` characters was cut there and goes on at once;
// after a shorter one a blank stands, unless there is one already.
std::string join_cut(const std::vector<std::string_view>& pieces, std::size_t width);

// What stands where a bank has no reference: NONREF, NOTPROVIDED and the like.
bool is_no_reference(std::string_view text);
// tidy, or "" when that is no reference.
std::string reference_or_none(std::string_view text);

}  // namespace dunning::statement
