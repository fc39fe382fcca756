-- Codes of persons, bodies, places and matters.
set client_min_messages = warning;
create extension jiancha;
\pset null NULL
-- published codes, good and bad
select kind, code, jiancha.code_is_valid(kind, code), jiancha.code_problem(kind, code)
from (values
    ('credit_code', '91110000101623741K'), ('credit_code', '911101066976941872'), ('credit_code', '12441500196720244T'), ('credit_code', '91350100M000100Y43'),
    ('credit_code', '911100001016237417'), ('credit_code', '91350211M0000XUF46'), ('credit_code', '9111000010162374IK'), ('credit_code', ''),
    ('organisation_code', '10162374-1'), ('organisation_code', 'D2143569-X'), ('organisation_code', '10000123-9'),
    ('identity_number', '11010519491231002X'), ('identity_number', '440524188001010014'), ('identity_number', '110105194912310021'),
    ('identity_number', '110105491231002'), ('identity_number', '110105491331002'), ('identity_number', '９９０１０５４９１２３１００２'),
    ('identity_number', '830000199001010012'), ('identity_number', '911156199102030010'), ('identity_number', '840000199001010014'),
    ('division_code', '410700'), ('division_code', '830000'), ('division_code', '990000'), ('basic_code', '442199806003'),
    ('implementation_code', '12441500196720244T3442199806003'), ('implementation_code', '12441500196720244T99999')) v (kind, code);
-- 15 digits and 18
select jiancha.identity_number_18('110105491231002'), jiancha.identity_number_18('11010519491231002x'), jiancha.identity_number_18('110105194912310021'), jiancha.identity_number_18(null);
-- NULL, an unknown kind, a huge text
select jiancha.code_is_valid('credit_code', null), jiancha.code_is_valid(null, '1'), jiancha.code_is_valid('identity_number', repeat('1', 1000000));
select jiancha.code_is_valid('licence', '1');
-- in a CHECK, as an ordinary role
create role identity_code_clerk;
grant usage on schema jiancha to identity_code_clerk;
create table party (credit_code text check (jiancha.code_is_valid('credit_code', credit_code)));
grant insert on party to identity_code_clerk;
set role identity_code_clerk;
insert into party values ('91110000101623741K'), (null);
insert into party values ('911100001016237417');
reset role;
select count(*) from party;
drop table party;
revoke all on schema jiancha from identity_code_clerk;
drop role identity_code_clerk;
