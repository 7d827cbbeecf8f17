/// SHA-256, by OpenSSL.
#pragma once
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace grader {

/// A hash in the making.
class Sha256 {
 public:
  Sha256();

  void add(std::string_view bytes);

  /// Adds the length as well, so that ("ab", "c") and ("a", "bc") differ.
  void add_field(std::string_view bytes);

  /// The hash of all that was added: 64 lower-case hexadecimal digits. Call it once, last.
  std::string hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

std::string sha256(std::string_view bytes);

}  // namespace grader
