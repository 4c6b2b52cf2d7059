# cmake "-DFILES=a.js|b.css" -DOUT=parts.cpp -P embed.cmake: the texts as one C++ table, by their names.
# A string literal may hold 64 KiB; pieces of 8 KiB stay well under and are joined by the compiler.
function(append_literal text)
  set(literal "")
  string(LENGTH "${text}" length)
  set(begin 0)
  while(begin LESS length)
    string(SUBSTRING "${text}" ${begin} 8192 piece)
    string(APPEND literal "R\"~~(${piece})~~\"\n")
    math(EXPR begin "${begin} + 8192")
  endwhile()
  set(literal "${literal}" PARENT_SCOPE)
endfunction()

string(REPLACE "|" ";" files "${FILES}")
set(rows "")
foreach(file IN LISTS files)
  string(REGEX REPLACE "^(.*)=(.*)$" "\\1;\\2" named "${file}")
  list(GET named 0 name)
  list(GET named 1 path)
  file(READ "${path}" text)
  string(TOLOWER "${text}" lower)
  foreach(end IN ITEMS "</script" "<!--" "</style")
    string(FIND "${lower}" "${end}" at)
    if(at GREATER_EQUAL 0)
      message(FATAL_ERROR "${path} holds ${end}, which would end the element that it stands in")
    endif()
  endforeach()
  # Where a map of the source lies is of no use in a page that may fetch nothing.
  string(REGEX REPLACE "\n?//# sourceMappingURL=[^\n]*" "" text "${text}")
  append_literal("${text}")
  string(APPEND rows "      {\"${name}\",\n${literal}},\n")
endforeach()
file(WRITE ${OUT} "#include <array>
#include \"core/error.hpp\"
#include \"reports/dossier/html_page.hpp\"
namespace assay {
std::string_view page_part(std::string_view name) {
  struct Part {
    std::string_view name, text;
  };
  static constexpr auto kParts = std::to_array<Part>({
${rows}  });
  for (const Part& part : kParts)
    if (part.name == name) return part.text;
  throw Error(\"there is no part \" + std::string(name) + \" of a page\");
}
}  // namespace assay
")
