// A small book on a disk of memory: three notices are due, one with a task, and a payment is to
// come.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dunning::kill_test {

class Book {
  public:
    // Makes it with the program at `binary`, under a folder of its own that goes with this object.
    // `email`: more lines of the policy's [channel.email].
    explicit Book(const std::string& binary, const std::string& email = "");
    ~Book();
    Book(const Book&) = delete;
    Book& operator=(const Book&) = delete;

    // The program with these arguments, on this book and always on the same day and second.
    std::vector<std::string> command(const std::vector<std::string>& arguments) const;
    std::filesystem::path payments_file() const;

    std::filesystem::path folder() const;
    std::filesystem::path ledger() const;

    // From now on mail goes to the server at that port of this machine, until it is restored.
    void send_mail_to(int port) const;
    // As it was made.
    void restore() const;
    // The output of a command that must not fail.
    std::string answer(const std::vector<std::string>& arguments) const;
    // What `check` has to say; "" is what it should.
    std::string check_problem() const;
    // What the ledger holds, to the last byte, as a consistent copy of it.
    std::string ledger_bytes() const;
    // Every file of the outbox with its bytes, by name. A hidden one is no document: what was
    // written before it got its name, and could not be removed because that call failed.
    enum class Hidden { listed, left_out };
    std::string outbox(Hidden hidden = Hidden::listed) const;

  private:
    std::string binary_;
    std::filesystem::path folder_;  // `book` is used, `template` is as it was made
};

// A folder that is kept in memory if there is one: there a sync costs nothing, and a kill loses
// nothing.
std::filesystem::path new_folder();

}  // namespace dunning::kill_test
