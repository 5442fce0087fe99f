"""GOV.UK components, form fields and widgets."""
