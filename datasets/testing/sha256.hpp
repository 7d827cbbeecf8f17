/// For tests: compares the embedded file with the committed one.
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace grader {

/// Returns the digest in hexadecimal.
inline std::string sha256(std::span<const unsigned char> bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EXPECT_EQ(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr), 1);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    constexpr std::string_view kHex = "0123456789abcdef";
    hex += kHex[digest[i] >> 4];
    hex += kHex[digest[i] & 15];
  }
  return hex;
}

}  // namespace grader
