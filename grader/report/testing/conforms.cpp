// conforms SCHEMA FILE: checks a JSON file against a JSON Schema and prints what is wrong. Scripts that try
// integrations use it.
#include <fstream>
#include <iostream>

#include "grader/base/files.hpp"
#include "grader/base/json.hpp"
#include "grader/report/testing/schema.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    const std::string complaint =
        grader::JsonSchema(argv[1]).complaint(grader::parse_json(grader::read_file(argv[2])));
    std::cerr << complaint;
    return complaint.empty() ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << argv[2] << ": " << error.what() << '\n';
    return 1;
  }
}
