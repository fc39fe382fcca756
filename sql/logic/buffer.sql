-- Triggers of the insertable views: rows are buffered and handled once per statement.

create function jiancha._buffer_begin() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_buffer_begin';
comment on function jiancha._buffer_begin() is 'BEFORE INSERT FOR EACH STATEMENT on an insertable view: opens the buffer.';

create function jiancha._buffer_row() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_buffer_row';
comment on function jiancha._buffer_row() is 'INSTEAD OF INSERT on an insertable view: appends the row to the buffer.';

create function jiancha._buffer_end() returns trigger
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_buffer_end';
comment on function jiancha._buffer_end() is
    'AFTER INSERT FOR EACH STATEMENT on an insertable view: calls the function of schema jiancha named by its argument with (organisations of the caller or NULL for all, role) as the owner of the view.';

create function jiancha._buffered_support(internal) returns internal
language c immutable strict parallel safe as 'MODULE_PATHNAME', 'jiancha_buffered_support';
comment on function jiancha._buffered_support(internal) is 'Tells the planner how many rows are buffered.';

create function jiancha._buffered() returns setof record
language c stable parallel unsafe rows 1 support jiancha._buffered_support as 'MODULE_PATHNAME', 'jiancha_buffered';
comment on function jiancha._buffered() is 'Rows of the statement being handled; the column definition list is that of the view.';

create function jiancha._buffer_answer(answer jsonb) returns void
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_buffer_answer';
comment on function jiancha._buffer_answer(jsonb) is
    'Leaves an answer for the handling function that ran the statement being handled; does nothing if none did.';

create function jiancha._buffer_answered() returns jsonb
language c volatile parallel unsafe as 'MODULE_PATHNAME', 'jiancha_buffer_answered';
comment on function jiancha._buffer_answered() is 'The answer of the statement that the handling function ran before, once; NULL if it left none.';
