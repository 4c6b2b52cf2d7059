from browser import Pages


class SheetPage(Pages):
    def test_one_page_of_paper_for_a_rack_of_sixteen(self):
        self.visit("sheet.html")
        self.assertEqual(16, self.run_script("return document.querySelectorAll('td.verdict').length"))
        self.assertIn("Acceptance of rack r12", self.text("h1"))
        data = self.pdf("sheet")
        self.assertEqual(1, data.count(b"/Type /Page\n") + data.count(b"/Type /Page "), "pages")
        self.no_complaint("sheet.html")
        self.shot("sheet")
