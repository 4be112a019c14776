package unclosed

import "golang.org/x/tools/go/analysis"

func (a *acquisition) deferFix() *analysis.SuggestedFix { return nil }
