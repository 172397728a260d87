#include "formats/file_kind.h"

#include <doctest/doctest.h>

#include <string>

#include "support/zip_bytes.h"

namespace dunning {
namespace {

using namespace std::string_literals;

std::string_view name_of(FileKind kind) {
    constexpr std::string_view names[] = {"csv", "xlsx", "json",    "json_lines", "xml",  "mt940",
                                          "ofx", "bai2", "old_xls", "locked",     "html", "pdf",
                                          "zip", "gzip", "binary",  "empty"};
    return names[static_cast<std::size_t>(kind)];
}

std::string utf16(std::string_view text, bool is_little) {
    std::string out;
    for (const char c : text) {
        out.push_back(is_little ? c : '\0');
        out.push_back(is_little ? '\0' : c);
    }
    return out;
}

constexpr std::string_view statement =
    ":20:STARTUMSE\r\n:25:12345678/0012345678\r\n:28C:00001/001\r\n:60F:C260101EUR1,00\r\n";

TEST_CASE("file kind: by the content alone") {
    const std::pair<std::string, std::string_view> cases[] = {
        {"", "empty"},
        {" \r\n\t", "empty"},
        {"\xEF\xBB\xBF\n", "empty"},
        {"\xFF\xFE", "empty"},
        {"id,amount\n1,2\n", "csv"},
        {"id;amount\n", "csv"},
        {"\xEF\xBB\xBFid", "csv"},
        {"\xB1\xB1\xBE\xA9,\xB5\xE7\n", "csv"},  // Chinese in GB18030
        {"\xFF\xFE" + utf16("id,amount\n", true), "csv"},
        {"\xFE\xFF" + utf16("id,amount\n", false), "csv"},
        {utf16("id,amount\n", true), "csv"},
        {utf16("id,amount\n", false), "csv"},
        {"< 5 days,x\n", "csv"},
        {"[id],[name]\n", "csv"},
        {"{id},x\n", "csv"},
        {"id\n:20:x\n", "csv"},
        {"01,a,b\n02,c,d\n", "csv"},

        {zip_bytes({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}}), "xlsx"},
        {zip_bytes({{"xl/workbook.xml", "x"}, {"[Content_Types].xml", "x"}}).substr(0, 120),
         "xlsx"},  // cut off
        {zip_bytes({{"[Content_Types].xml", "x"}, {"word/document.xml", "x"}}), "zip"},
        {zip_bytes({{"[Content_Types].xml", "xl/"}}), "zip"},
        {zip_bytes({{"invoices.csv", "id"}}), "zip"},
        {"PK\5\6" + std::string(18, '\0'), "zip"},
        {"PK\3\4", "zip"},
        {"PKR,amount\n", "csv"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0'), "old_xls"},
        {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + utf16("EncryptedPackage", true), "locked"},
        {"\x1F\x8B\x08\0"s, "gzip"},
        {"%PDF-1.7\n", "pdf"},
        {"\n%PDF-1.7\n", "pdf"},
        {"SQLite format 3\0x"s + std::string(100, 'x'), "binary"},
        {"\x7F"
         "ELF\2\1\1\0\0\0\0\0\0\0"s,
         "binary"},

        {"<html><body>", "html"},
        {"\xEF\xBB\xBF\r\n <!doctype HTML PUBLIC \"x\">", "html"},
        {"<?xml version='1.0'?><!-- x --><!DOCTYPE html><html>", "html"},
        {"<TABLE border=1><tr>", "html"},
        {"<meta charset=utf-8><table>", "html"},
        {"\xFF\xFE" + utf16("<Html xmlns:x='y'>", true), "html"},
        {"<tables/>", "xml"},
        {"<?xml version='1.0'?>\n<Document xmlns='x'>", "xml"},
        {"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook>", "xml"},
        {"\xFE\xFF" + utf16("<?xml version='1.0'?><a/>", false), "xml"},
        {"<ns2:Invoice>", "xml"},
        {"<!-- never closed", "xml"},

        {"OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>", "ofx"},
        {"\r\nofxheader:100", "ofx"},
        {"<?xml version='1.0'?>\n<?OFX OFXHEADER='200'?>\n<OFX>", "ofx"},
        {"<OFX><SIGNONMSGSRSV1>", "ofx"},

        {"[]", "json"},
        {" [ {\"a\":1} ]", "json"},
        {"[", "json"},
        {"[[1]]", "json"},
        {"{}", "json"},
        {"{", "json"},
        {"{\"a\":\"}{\\\"\"}\n", "json"},
        {"{\n \"rows\": [{\"a\": 1}, {\"a\": 2}]\n}\n", "json"},
        {"{\"a\":1} x", "json"},
        {"{\"a\":1}\n{\"a\":2}\n", "json_lines"},
        {"\xEF\xBB\xBF\n{\"a\":{\"b\":\"}\"}}\r\n\r\n{\"a\":2}", "json_lines"},
        {"\xFF\xFE" + utf16("{\"a\":1}\n{\"a\":2}\n", true), "json_lines"},

        {std::string(statement), "mt940"},
        {"\r\n" + std::string(statement), "mt940"},
        {"{1:F01BANKDEFFAXXX0000000000}{2:I940X}{4:\r\n" + std::string(statement) + "-}", "mt940"},
        {"{1:F01BANKDEFFAXXX0000000000}{4:" + std::string(statement), "mt940"},
        {"Statement of 2026-01-31\n940\n" + std::string(statement), "mt940"},
        {":20:X\r:25P:1\rXY\r:28C:1\r", "mt940"},
        {":20:X\n:25:1\n", "csv"},

        {"01,122099999,123456789,040621,0200,1,65,,2/\n02,", "bai2"},
        {"01,1,2,040621,0200,1,65,,2/   \r\n", "bai2"},
    };
    for (const auto& [bytes, expected] : cases) {
        CAPTURE(bytes);
        CHECK(name_of(file_kind(bytes)) == expected);
    }
}

TEST_CASE("file kind: what no reader takes comes with words and mostly with help") {
    const auto words = [](FileKind kind) {
        const auto fault = why_not_readable(kind);
        return fault ? fault->what + ": " + fault->remedy : "readable";
    };
    CHECK(words(FileKind::old_xls) ==
          "an old Excel workbook (.xls): save it as .xlsx or CSV UTF-8");
    CHECK(words(FileKind::encrypted_workbook) ==
          "an Excel workbook with a password: save it without the password");
    CHECK(words(FileKind::html).starts_with("an HTML page, whatever its name says: "));
    CHECK(words(FileKind::pdf) == "a PDF document: export the table as .xlsx or CSV");
    CHECK(words(FileKind::zip) == "a zip archive: unpack it and import what it holds");
    CHECK(words(FileKind::gzip) == "a file packed with gzip: gzip -dc FILE | dunning import ... -");
    CHECK(words(FileKind::binary) == "no text file: it has NUL bytes: ");
    for (const auto kind :
         {FileKind::csv, FileKind::xlsx, FileKind::json, FileKind::json_lines, FileKind::xml,
          FileKind::mt940, FileKind::ofx, FileKind::bai2, FileKind::empty}) {
        CHECK(words(kind) == "readable");
    }
}

TEST_CASE("file kind: any bytes have one") {
    const auto workbook = zip_bytes({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}});
    for (const std::string& whole : {workbook, std::string(statement), "<?xml?><!-- -->"s}) {
        for (std::size_t size = 0; size <= whole.size(); ++size) file_kind(whole.substr(0, size));
        for (std::size_t at = 0; at < whole.size(); ++at) {
            auto damaged = whole;
            damaged[at] = '\0';
            file_kind(damaged);
        }
    }
    CHECK(name_of(file_kind(std::string(300'000, '{'))) == "csv");
    CHECK(name_of(file_kind("{\"a\":" + std::string(300'000, '{'))) == "json");
}

}  // namespace
}  // namespace dunning
