#include "kill/book.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include "kill/traced.h"

namespace dunning::kill_test {
namespace {

namespace fs = std::filesystem;

constexpr const char* policy = R"([book]
name     = "Small Trading"
currency = "EUR"
timezone = "Europe/Berlin"
language = "en"

[[procedure]]
name = "standard"

  [[procedure.level]]
  name     = "reminder"
  after    = "3d"
  channels = ["email", "sms", "letter"]
  also     = ["phone"]

[payment]
beneficiary = "Small Trading"
iban        = "DE02120300000000202051"

[channel.email]
from = "Accounts Receivable <ar@small.example>"
)";

// One is reached by email and phone, one by text message, one by letter; the last owes nothing yet.
constexpr const char* customers = R"(id,name,email,phone,mobile,address,city,postal_code
C001,Acme Tools,ap@acme.example,+49 40 1000,,,,
C002,Birch Works,,,+49 170 2000,,,
C003,Cedar Mills,,,,Kai 5,Hamburg,20457
C004,Dune Foods,ap@dune.example,,,,,
)";

constexpr const char* invoices = R"(number,customer,issued,due,amount
INV-1,C001,2026-02-01,2026-03-01,120.00
INV-2,C001,2026-02-10,2026-03-10,80.00
INV-3,C002,2026-02-10,2026-03-12,45.50
INV-4,C003,2026-02-10,2026-03-20,300.00
INV-5,C004,2026-03-20,2026-04-20,99.00
)";

// In part, too much, unknown, and one that goes back.
constexpr const char* payments = R"(id,customer,date,amount,invoice
P1,C001,2026-03-30,50.00,INV-1
P2,C002,2026-03-30,60.00,
P3,,2026-03-30,7.00,
P4,C003,2026-03-28,300.00,INV-4
P5,C003,2026-03-30,-300.00,INV-4
)";

void write(const fs::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    if (!stream.flush()) throw std::runtime_error(file.string() + " cannot be written");
}

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace

fs::path new_folder() {
    std::error_code ignored;
    const fs::path memory = "/dev/shm";
    const bool in_memory = fs::is_directory(memory, ignored) && ::access("/dev/shm", W_OK) == 0;
    std::string name =
        ((in_memory ? memory : fs::temp_directory_path()) / "dunning-kill-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), name);
    }
    return name;
}

Book::Book(const std::string& binary, const std::string& email)
    : binary_(fs::absolute(binary)), folder_(new_folder()) {
    fs::create_directory(folder_ / "book");
    write(folder_ / "book" / "dunning.toml", policy + email);
    write(folder_ / "customers.csv", customers);
    write(folder_ / "invoices.csv", invoices);
    write(payments_file(), payments);
    answer({"init", (folder_ / "book").string()});
    answer({"import", "customers", (folder_ / "customers.csv").string()});
    answer({"import", "invoices", (folder_ / "invoices.csv").string()});
    fs::copy(folder_ / "book", folder_ / "template", fs::copy_options::recursive);
}

Book::~Book() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::vector<std::string> Book::command(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all = {binary_, "--clock", "2026-03-31T02:00:00Z"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const bool needs_book = !arguments.empty() && arguments.front() != "init";
    if (needs_book) {
        all.insert(all.end(), {"--book", (folder_ / "book").string(), "--as-of", "2026-03-31"});
    }
    return all;
}

fs::path Book::payments_file() const {
    return folder_ / "payments.csv";
}

std::string Book::ledger_bytes() const {
    const fs::path copy = folder_ / "copy.db";
    fs::remove(copy);
    answer({"check", "--quiet", "--backup", copy.string()});
    return read(copy);
}

void Book::send_mail_to(int port) const {
    const fs::path file = folder_ / "book" / "dunning.toml";
    write(file, policy + ("transport = \"smtp\"\nsmtp = { url = \"smtp://127.0.0.1:" +
                          std::to_string(port) + "\", starttls = \"none\" }\n"));
}

fs::path Book::folder() const {
    return folder_ / "book";
}

std::filesystem::path Book::ledger() const {
    return folder_ / "book" / "ledger.db";
}

void Book::restore() const {
    fs::remove_all(folder_ / "book");
    fs::copy(folder_ / "template", folder_ / "book", fs::copy_options::recursive);
}

std::string Book::answer(const std::vector<std::string>& arguments) const {
    const Ended ended = run(command(arguments));
    if (ended.status == 0) return ended.text;
    throw std::runtime_error(arguments.front() + " ended with " + std::to_string(ended.status) +
                             ": " + ended.text);
}

std::string Book::check_problem() const {
    const Ended check = run(command({"check"}));
    if (check.status == 0 && check.text.empty()) return "";
    return "check ended with " + std::to_string(check.status) + ": " + check.text;
}

std::string Book::outbox(Hidden hidden) const {
    const fs::path outbox = folder_ / "book" / "outbox";
    std::map<std::string, std::string> files;
    if (fs::is_directory(outbox)) {
        for (const auto& entry : fs::recursive_directory_iterator(outbox)) {
            const bool is_hidden = entry.path().filename().string().starts_with('.');
            if (is_hidden && hidden == Hidden::left_out) continue;
            if (!entry.is_regular_file()) continue;
            files[fs::relative(entry.path(), outbox).string()] = read(entry.path());
        }
    }
    std::string all;
    for (const auto& [name, bytes] : files) all += "=== " + name + "\n" + bytes + "\n";
    return all;
}

}  // namespace dunning::kill_test
