# jiancha: C from extension/, SQL assembled from sql/ and rules/ in the order given here.

srcroot    := $(patsubst %/,%,$(dir $(firstword $(MAKEFILE_LIST))))
ifneq ($(realpath $(srcroot)),$(realpath $(CURDIR)))
VPATH      := $(srcroot)
endif

EXTENSION   = jiancha
EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" $(srcroot)/jiancha.control)
MODULE_big  = jiancha
OBJS        = \
              extension/jiancha.o \
              extension/message.o \
              extension/message_list.o \
              extension/owner.o \
              extension/owner_call.o \
              extension/access.o \
              extension/archive.o \
              extension/buffer.o \
              extension/feed_value_core.o \
              extension/feed_value.o \
              extension/identity_code_core.o \
              extension/identity_code.o \
              extension/merkle_core.o \
              extension/seal.o \
              extension/threshold_text.o \
              extension/condition_check.o \
              extension/board.o \
              extension/binding.o \
              extension/outbox.o \
              extension/calendar_core.o \
              extension/deadline_core.o \
              extension/worktime_core.o \
              extension/derivation_core.o \
              extension/derivation.o \
              extension/derivation_rules.o \
              extension/derivation_read.o \
              extension/derivation_events.o \
              extension/derivation_threshold.o \
              extension/derivation_emit.o \
              extension/derivation_state.o \
              extension/calendar.o \
              extension/calendar_cache.o \
              extension/calendar_read.o \
              extension/calendar_span.o \
              extension/calendar_view.o \
              extension/calendar_message.o \
              extension/deadline.o \
              extension/clock_due.o \
              extension/worktime.o \
              extension/replay.o \
              extension/score_core.o \
              extension/score.o \
              extension/score_type.o \
              extension/worktime_stat_core.o \
              extension/worktime_stat.o \
              extension/assessor.o \
              extension/worker.o \
              extension/worker_state.o \
              extension/worker_sweep.o
PG_CPPFLAGS = -I$(srcroot)/extension -DJIANCHA_VERSION='"$(EXTVERSION)"'
ifdef STRICT
PG_CFLAGS   = -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers -Wno-cast-function-type -Wno-clobbered -Werror -DUSE_ASSERT_CHECKING
endif

# what CREATE EXTENSION makes, in this order
LOGIC       = \
              header \
              message \
              owner \
              binding \
              identity_code \
              calendar \
              calendar_notice \
              deadline \
              score_state \
              rule \
              buffer \
              grants \
              duties \
              access \
              account \
              intake \
              register \
              node \
              flow \
              duty \
              document \
              feed_value \
              feed \
              feed_batch \
              feed_register \
              feed_heartbeat \
              case_detail \
              certificate \
              catalogue \
              catalogue_change \
              catalogue_public \
              catalogue_task \
              correction \
              succession \
              derive \
              citation \
              letter \
              outbox \
              outbox_fault \
              handling \
              handling_rule \
              decision \
              supervision \
              watch \
              milestone \
              scope \
              domain \
              board \
              complaint \
              complaint_step \
              identity \
              query_case \
              secrecy \
              condition \
              signal \
              sweep \
              preview \
              preview_pack \
              explain \
              proof \
              replay \
              why \
              evidence \
              golive \
              seal \
              archive \
              worker \
              health \
              score_scheme \
              score_intake \
              score_complaint \
              score_run \
              score_consequence \
              score_freeze \
              score_follow \
              chart \
              bulletin \
              daily \
              setup \
              footer
LOGIC_SQL   = $(LOGIC:%=$(srcroot)/sql/logic/%.sql)

# what setup() makes: each file becomes the body of jiancha._records_text(name)
RECORDS     = \
              tables_state \
              tables_binding \
              tables_calendar \
              tables_register \
              tables_flow \
              tables_rule \
              tables_catalogue \
              tables_docket \
              tables_fact \
              tables_feed \
              tables_case \
              tables_signal \
              tables_letter \
              tables_outbox \
              tables_outbox_fault \
              tables_handling \
              tables_complaint \
              tables_watch \
              tables_scope \
              tables_seal \
              tables_score \
              tables_score_frozen \
              tables_trust \
              views_rule \
              views_signal \
              views_docket \
              views_handling \
              views_calendar \
              views_node \
              views_flow \
              views_outbox \
              views_case \
              views_outbox_fault \
              views_fact \
              views_feed \
              views_catalogue \
              views_complaint \
              views_watch \
              views_scope \
              views_board \
              views_board_zh \
              views_health \
              views_trust \
              views_score \
              views_report \
              views_report_zh \
              triggers \
              policies
RECORDS_SQL = $(RECORDS:%=$(srcroot)/sql/records/%.sql)

# rule packs and calendars: each file becomes the body of jiancha._rules_text(name)
PACKS       = \
              statutes \
              layouts \
              common \
              xinxiang \
              zhenjiang \
              qingdao_district \
              weihai \
              guangxi \
              hunan \
              yulin \
              shandong_hotline \
              score_r1 \
              score_zhenjiang
PACKS_SQL   = $(PACKS:%=$(srcroot)/rules/%.sql)
CALENDARS   = notices CN
CALENDARS_CSV = $(CALENDARS:%=$(srcroot)/rules/calendars/%.csv)

DATA_built  = jiancha--$(EXTVERSION).sql
DATA        = $(patsubst $(srcroot)/%,%,$(wildcard $(srcroot)/sql/updates/jiancha--*--*.sql))
EXTRA_CLEAN = jiancha--*.sql jiancha--*.sql.tmp extension/po/*.mo jiancha-relay

PG_CONFIG  ?= pg_config
PGXS       := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

ifdef VPATH
$(OBJS): | objdirs
.PHONY: objdirs
objdirs: ; @$(MKDIR_P) extension extension/po
# sources only: what an earlier build in the source tree left there is not taken for what is made here
srcdir := $(srcroot)
override VPATH :=
vpath %.c $(srcroot)
vpath %.control $(srcroot)
vpath sql/updates/%.sql $(srcroot)
endif

$(OBJS): $(wildcard $(srcroot)/extension/*.h)


jiancha--$(EXTVERSION).sql: $(LOGIC_SQL) $(RECORDS_SQL) $(PACKS_SQL) $(CALENDARS_CSV) $(srcroot)/jiancha.control $(srcroot)/sql/text_function.sh
	@! grep -nEi '^[[:space:]]*create[[:space:]]+or[[:space:]]+replace|if[[:space:]]+not[[:space:]]+exists[[:space:]]+[a-z"]' $(LOGIC_SQL) \
	  || { echo 'OR REPLACE and IF NOT EXISTS take over what others made: not in sql/logic' >&2; exit 1; }
	{ cat $(filter-out %/footer.sql,$(LOGIC_SQL)) && \
	  sh $(srcroot)/sql/text_function.sh _records_text $(RECORDS_SQL) && \
	  sh $(srcroot)/sql/text_function.sh _pack_text $(PACKS_SQL) && \
	  sh $(srcroot)/sql/text_function.sh _calendar_text $(CALENDARS_CSV) && \
	  cat $(srcroot)/sql/logic/footer.sql; } > $@.tmp
	mv $@.tmp $@

# messages in Chinese; PGXS would want nls.mk at the root
MSGFMT     ?= msgfmt
MO          = $(patsubst $(srcroot)/%.po,%.mo,$(wildcard $(srcroot)/extension/po/*.po))
all: $(MO)
extension/po/%.mo: $(srcroot)/extension/po/%.po
	@$(MKDIR_P) extension/po
	$(MSGFMT) --check -o $@ $<
install: install-mo
.PHONY: install-mo
install-mo: $(MO)
	$(foreach mo,$(MO),$(MKDIR_P) '$(DESTDIR)$(localedir)/$(basename $(notdir $(mo)))/LC_MESSAGES' && \
	  $(INSTALL_DATA) $(mo) '$(DESTDIR)$(localedir)/$(basename $(notdir $(mo)))/LC_MESSAGES/jiancha-$(MAJORVERSION).mo' &&) true

# the program that works off the outbox: libpq and nothing else of PostgreSQL
RELAY       = jiancha-relay
RELAY_SRCS  = $(wildcard $(srcroot)/extension/relay/*.c)
RELAY_WARN  = -Wall -Wextra -Wno-unused-parameter $(if $(STRICT),-Werror)
.PHONY: relay install-relay
relay: $(RELAY)
all: $(RELAY)
install: install-relay
$(RELAY): $(RELAY_SRCS) $(srcroot)/extension/relay/relay.h
	$(CC) -std=gnu99 $(RELAY_WARN) -O2 -g -I$(includedir) -DJIANCHA_VERSION='"$(EXTVERSION)"' -o $@ $(RELAY_SRCS) -L$(libdir) -lpq
install-relay: $(RELAY)
	$(MKDIR_P) '$(DESTDIR)$(bindir)'
	$(INSTALL_PROGRAM) $(RELAY) '$(DESTDIR)$(bindir)/$(RELAY)'

# the suites: see tests/README.md
.PHONY: check-unit
check-unit:
	$(srcroot)/tests/unit/run

# one offline bundle: source, calendars, packs, documents and compiled messages; installs with a compiler and server headers alone
DISTNAME    = jiancha-$(EXTVERSION)
.PHONY: dist
dist: $(MO)
	rm -rf $(DISTNAME) $(DISTNAME).tar.gz
	git -C $(srcroot) archive --prefix=$(DISTNAME)/ HEAD | tar -xf -
	cp $(MO) $(DISTNAME)/extension/po/
	tar -czf $(DISTNAME).tar.gz $(DISTNAME)
	rm -rf $(DISTNAME)
