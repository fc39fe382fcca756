-- Codes of persons, bodies, places and matters: check digits and shapes.

create function jiancha.code_is_valid(kind text, code text) returns boolean
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_code_is_valid';
comment on function jiancha.code_is_valid(text, text) is
    'Whether a code is well formed and its check digit right. kind: credit_code (统一社会信用代码, GB 32100), organisation_code (组织机构代码, GB 11714, with or without hyphen), identity_number (公民身份号码, GB 11643, 18 characters or the old 15 digits), division_code (行政区划代码, GB/T 2260, 6 digits, 9 or 12 with township and village), basic_code (事项基本编码, 12 digits), implementation_code (事项实施编码, 31 characters, 33 with the variant). NULL for NULL. Immutable: may stand in a CHECK. Errors: JC005 unknown kind.';

create function jiancha.code_problem(kind text, code text) returns text
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_code_problem';
comment on function jiancha.code_problem(text, text) is
    'What is wrong with a code, in Chinese; NULL if nothing is. Kinds as of code_is_valid(). For data that is kept although it is wrong: old registers hold codes with wrong check digits. Errors: JC005 unknown kind.';

create function jiancha.identity_number_18(code text) returns text
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_identity_number_18';
comment on function jiancha.identity_number_18(text) is
    'The 18 characters of an identity number (GB 11643): 15 digits are those of the twentieth century, a small x becomes a capital one. NULL if the code is none.';
