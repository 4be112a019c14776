package evidence

func (s *server) stop() {
	s.wg.Wait()
}
