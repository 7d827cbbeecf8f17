# cmake -DINPUT=file -DOUTPUT=file.cpp -DHEADER=x.hpp -DFUNCTION=f -P embed.cmake
# Writes the definition of grader::FUNCTION, declared in HEADER, which returns the bytes of INPUT.
file(READ ${INPUT} bytes HEX)
string(REPEAT "[0-9a-f]" 32 sixteen_bytes)
string(REGEX REPLACE "(${sixteen_bytes})" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

namespace grader {
namespace {
const unsigned char bytes[] = {
${bytes}
};
}  // namespace

std::span<const unsigned char> ${FUNCTION}() { return bytes; }

}  // namespace grader
")
