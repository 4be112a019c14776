package unwaited

import "testing"

func TestTested(*testing.T) { tested.Wait() }
