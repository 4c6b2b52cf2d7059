# Writes OUT: the function FUNCTION, declared in HEADER, that returns the text of the file TEXT.
file(READ ${TEXT} text)
# A string literal may hold 64 KiB; pieces of 8 KiB stay well under and are joined by the compiler.
set(literal "")
string(LENGTH "${text}" length)
set(begin 0)
while(begin LESS length)
  string(SUBSTRING "${text}" ${begin} 8192 piece)
  string(APPEND literal "R\"~~(${piece})~~\"\n")
  math(EXPR begin "${begin} + 8192")
endwhile()
file(WRITE ${OUT} "#include \"${HEADER}\"\nnamespace assay {\n"
  "std::string_view ${FUNCTION}() noexcept {\n  return\n${literal};\n}\n}  // namespace assay\n")
