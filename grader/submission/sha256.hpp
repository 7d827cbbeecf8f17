/// SHA-256, by OpenSSL.
#pragma once
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace grader {

/// Computes a hash piece by piece.
class Sha256 {
 public:
  Sha256();

  void add(std::string_view bytes);

  /// Adds the length and then the bytes, so that ("ab", "c") and ("a", "bc") differ.
  void add_field(std::string_view bytes);

  /// Returns the hash of everything added, as 64 lower-case hexadecimal digits. Call it once, at the end.
  std::string hex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

std::string sha256(std::string_view bytes);

}  // namespace grader
