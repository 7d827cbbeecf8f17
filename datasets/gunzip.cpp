#include "datasets/gunzip.hpp"

#include <zlib.h>

#include <array>
#include <cstddef>
#include <limits>
#include <new>

#include "grader/base/input_error.hpp"

namespace grader {
namespace {

constexpr std::size_t kLargest = std::size_t{256} << 20;
constexpr int kGzipOnly = 16 + MAX_WBITS;

class Inflater {
 public:
  Inflater() {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream* operator->() { return &stream_; }
  z_stream* get() { return &stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

std::string gunzip(std::span<const unsigned char> compressed, const std::string& file) {
  if (compressed.size() < 2 || compressed[0] != 0x1f || compressed[1] != 0x8b) {
    throw InputError(file + ": is not a gzip file");
  }
  if (compressed.size() > std::numeric_limits<uInt>::max()) throw InputError(file + ": is too large");

  Inflater inflater;
  inflater->next_in = const_cast<Bytef*>(compressed.data());  // zlib only reads from it
  inflater->avail_in = static_cast<uInt>(compressed.size());
  std::string text;
  std::array<char, 65536> block;
  for (;;) {
    inflater->next_out = reinterpret_cast<Bytef*>(block.data());
    inflater->avail_out = static_cast<uInt>(block.size());
    const int result = inflate(inflater.get(), Z_NO_FLUSH);
    text.append(block.data(), block.size() - inflater->avail_out);
    if (text.size() > kLargest) throw InputError(file + ": is larger than 256 MiB when decompressed");
    if (result == Z_STREAM_END) {
      if (inflater->avail_in == 0) return text;
      inflateReset(inflater.get());  // gzip files may be concatenated
    } else if (result == Z_BUF_ERROR) {
      throw InputError(file + ": the gzip data is cut short");
    } else if (result != Z_OK) {
      throw InputError(file + ": the gzip data is damaged");
    }
  }
}

}  // namespace grader
