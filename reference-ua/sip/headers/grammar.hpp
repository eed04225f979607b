#pragma once
// The values of header fields by the grammar, one production each (RFC 3261 section 25.1). Exact: what these match can be
// derived, what they refuse cannot; `in` must be at its end behind them, save for the two of parameters.
#include "sip/cursor.hpp"

#include <string_view>

namespace simplespec::sip {

/// *( SEMI generic-param )
parsed<bool> match_parameters(cursor& in);
/// One auth-param, as challenges, credentials and Authentication-Info are made of.
parsed<bool> match_auth_param(cursor& in);

parsed<bool> match_via_parm(cursor& in);
parsed<bool> match_name_addr(cursor& in); ///< route-param, rec-route: angle brackets and parameters
parsed<bool> match_address(cursor& in);   ///< from-spec, to, contact-param: either form, with parameters
parsed<bool> match_call_id(cursor& in);
parsed<bool> match_cseq(cursor& in);
parsed<bool> match_digits(cursor& in); ///< delta-seconds and others: 1*DIGIT, of any length
parsed<bool> match_token(cursor& in);
parsed<bool> match_tagged_token(cursor& in); ///< disp-type, encoding, substate-value: a token with parameters
parsed<bool> match_event(cursor& in);        ///< event-type with parameters (RFC 6665 section 8.4)
parsed<bool> match_event_type(cursor& in);
parsed<bool> match_accept_range(cursor& in);
parsed<bool> match_media_type(cursor& in);
parsed<bool> match_language_range(cursor& in); ///< with its parameters
parsed<bool> match_language_tag(cursor& in);
parsed<bool> match_mime_version(cursor& in);
parsed<bool> match_retry_after(cursor& in);
parsed<bool> match_server(cursor& in);
parsed<bool> match_warning(cursor& in);
parsed<bool> match_date(cursor& in);
parsed<bool> match_timestamp(cursor& in);
parsed<bool> match_authentication(cursor& in); ///< challenge or credentials; of Digest alone, others pass

} // namespace simplespec::sip
