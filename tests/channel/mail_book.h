// A book whose mail goes to a server of the test: everything through the command line, in this
// process.
#pragma once

#include <fmt/format.h>

#include <sstream>
#include <string>
#include <vector>

#include "app/clock.h"
#include "channel/server.h"
#include "cli/app.h"

namespace dunning::channel_test {

struct Answer {
    std::string out;
    std::string err;
    int status = 0;
};

class MailBook {
  public:
    // `channels`: the tables [channel.*]. Every customer has one invoice, overdue by ten days on
    // the day of the book; a level tries email, then letter, and one after it a letter alone.
    // `of_level`: more keys of it.
    explicit MailBook(const std::string& channels, const std::string& of_level = "") {
        write_policy(channels, of_level);
        must({"init", folder_.path().string()});
    }

    void write_policy(const std::string& channels, const std::string& of_level = "") const {
        write_file(folder_ / "dunning.toml", R"([book]
name     = "Acme"
currency = "EUR"
timezone = "UTC"
language = "en"
[contact]
send_on = "any_day"
[[procedure]]
name  = "standard"
level = [{ name = "reminder", after = "3d", channels = ["email", "sms", "letter"], pay_within = "7d")" +
                                                 of_level + " }]\n" + channels);
    }

    // id,name,email,mobile,address,city,postal_code
    void owe(const std::vector<std::string>& customers) const {
        std::string people = "id,name,email,mobile,address,city,postal_code\n";
        std::string invoices = "number,customer,issued,due,amount\n";
        for (const std::string& customer : customers) {
            const std::string id = customer.substr(0, customer.find(','));
            people += customer + "\n";
            invoices += fmt::format("R-{0},{0},2026-01-05,2026-02-01,100.00\n", id);
        }
        write_file(folder_ / "customers.csv", people);
        write_file(folder_ / "invoices.csv", invoices);
        must({"import", "customers", (folder_ / "customers.csv").string(), "--book",
              folder_.path().string()});
        must({"import", "invoices", (folder_ / "invoices.csv").string(), "--book",
              folder_.path().string()});
    }

    void pay(const std::vector<std::string>& payments) const {
        std::string rows = "id,customer,date,amount\n";
        for (const std::string& payment : payments) rows += payment + "\n";
        write_file(folder_ / "payments.csv", rows);
        must({"import", "payments", (folder_ / "payments.csv").string(), "--book",
              folder_.path().string()});
    }

    Answer run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(),
                         {"--book", folder_.path().string(), "--as-of", "2026-02-11"});
        return run_as_is(arguments);
    }

    // notice, channel, to, state and what is to be known of it, in a line each.
    std::string notices() const {
        const Answer answer = run({"notify", "list", "--format", "csv"});
        std::istringstream lines(answer.out);
        std::string text;
        for (std::string line; std::getline(lines, line);) {
            const auto cells = cells_of(line);
            if (cells[0] == "notice") continue;
            text += fmt::format("{} {} {} {}{}\n", cells[0], cells[6], cells[7], cells[11],
                                cells[13].empty() ? "" : ": " + cells[13]);
        }
        return text;
    }

    bool has(const std::string& file) const { return std::filesystem::exists(folder_ / file); }
    const std::filesystem::path& folder() const { return folder_.path(); }

  private:
    static std::vector<std::string> cells_of(const std::string& line) {
        std::vector<std::string> cells(1);
        bool quoted = false;
        for (const char c : line) {
            if (c == '"') quoted = !quoted;
            if (c == ',' && !quoted) {
                cells.emplace_back();
            } else if (c != '"' && c != '\r') {
                cells.back() += c;
            }
        }
        return cells;
    }

    static Answer run_as_is(const std::vector<std::string>& arguments) {
        std::istringstream in;
        std::ostringstream out;
        std::ostringstream err;
        const FixedClock clock(parse_instant("2026-02-11T10:00:00Z").value());
        const std::map<std::string, std::string> environment;
        cli::World world{
            .in = in, .out = out, .err = err, .clock = clock, .environment = environment};
        const int status = cli::run(arguments, world);
        return {out.str(), err.str(), status};
    }

    static void must(const std::vector<std::string>& arguments) {
        const Answer answer = run_as_is(arguments);
        if (answer.status != 0) throw std::runtime_error(answer.err);
    }

    TemporaryFolder folder_;
};

}  // namespace dunning::channel_test
