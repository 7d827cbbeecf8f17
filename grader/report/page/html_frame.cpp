#include "grader/report/page/html_frame.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "grader/report/html_text.hpp"
#include "grader/report/page/html_style.hpp"

namespace grader {
namespace {

constexpr std::size_t kMaxTitle = 200;

std::string base64_sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("OpenSSL cannot compute SHA-256");
  std::array<unsigned char, 64> encoded{};
  const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return std::string(encoded.begin(), encoded.begin() + length);
}

}  // namespace

std::string html_frame(std::string_view title, std::string_view body, const std::vector<Script>& scripts) {
  std::string sources;
  std::string elements;
  for (const Script& script : scripts) {
    if (!script.link.empty()) {
      sources += " 'self' file:";  // the page may be opened from a folder or from a server
      elements += fmt::format("<script src=\"{}\"></script>\n", href(script.link));
      continue;
    }
    // "</script" would end the element in the middle of the script.
    if (script.text.find("</script") != std::string::npos)
      throw std::logic_error("a script of a page holds </script");
    sources += fmt::format(" 'sha256-{}'", base64_sha256(script.text));
    elements += "<script>" + script.text + "</script>\n";
  }
  if (sources.empty()) sources = " 'none'";
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src{}; style-src "
      "'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light "
      "dark\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
      sources, html(title, kMaxTitle), kHtmlStyle);
  page += body;
  page += elements;
  return page + "</body>\n</html>\n";
}

}  // namespace grader
